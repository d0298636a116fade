import type { ErrorReason } from '../../../generated/errors.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkId, isBlank, requireLength } from '../../organisation/rules/texts.ts';

/** A kind of identification document, as a configuration wants it. */
export type IdTemplate = {
  readonly id: string;
  readonly documentType: string;
  readonly issuingAuthority?: string | undefined;
  /** Mask of the documents' ids: `@` is a letter, `#` a digit, `$` either, everything else stands for itself. */
  readonly documentIdTemplate?: string | undefined;
};

const longestText = 255;
const longestMask = 64;

type Text = 'documentType' | 'issuingAuthority' | 'documentIdTemplate';

const texts: readonly (readonly [Text, number, ErrorReason, ErrorReason])[] = [
  ['documentType', longestText, 'BLANK_DOCUMENT_TYPE', 'DOCUMENT_TYPE_LENGTH'],
  ['issuingAuthority', longestText, 'BLANK_ISSUING_AUTHORITY', 'ISSUING_AUTHORITY_LENGTH'],
  ['documentIdTemplate', longestMask, 'BLANK_DOCUMENT_ID_TEMPLATE', 'DOCUMENT_ID_TEMPLATE_LENGTH'],
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are looked for.
const controls = /[\u0000-\u001f\u007f]/;

/**
 * Refuses a template that clients could not follow. Its id is judged when it is new: one that is stored stays. What may be left out may not be
 * blank.
 */
export const checkIdTemplate = (template: IdTemplate, before: IdTemplate | undefined): Rejection | undefined => {
  const wrongId =
    template.id === before?.id
      ? undefined
      : checkId(template.id, {
          blank: 'BLANK_ID_DOCUMENT_TEMPLATE',
          length: 'ID_DOCUMENT_TEMPLATE_ID_LENGTH',
          signs: 'NON_ALPHANUMERIC_ID_DOCUMENT_TEMPLATE_ID',
        });
  if (wrongId) return wrongId;
  for (const [property, longest, blank, length] of texts) {
    const value = template[property];
    if (value === undefined && property !== 'documentType') continue;
    if (isBlank(value)) return reject(blank, `${property} may not be blank`);
    const tooLong = requireLength(value, property, longest, length);
    if (tooLong) return tooLong;
    if (controls.test(value ?? '')) return reject('INVALID_PARAMETERS', `${property} may not have control characters`);
  }
  const { documentIdTemplate: mask } = template;
  return mask !== undefined && mask !== mask.trim()
    ? reject('INVALID_PARAMETERS', 'documentIdTemplate may not begin or end with a blank')
    : undefined;
};
