import { type Rejection, reject } from '../../kernel/rejection.ts';
import { writeYaml } from '../yaml.ts';
import type { OperationDefinition } from './operationDefinition.ts';

export const jsonMediaType = 'application/vnd.mambu.v2+json';
const yamlMediaType = 'application/vnd.mambu.v2+yaml';

/** How a successful answer is marked: as the contract says, except for files, which say it themselves. */
export const answerMediaType = ({ responseKind, responseMediaType }: OperationDefinition): string =>
  (responseKind === 'json' || responseKind === 'yaml' ? responseMediaType : null) ?? jsonMediaType;

/** A successful answer in the contract's format; null without a body. */
export const answerText = ({ responseKind }: OperationDefinition, body: unknown): string | null => {
  if (body === undefined) return null;
  return responseKind === 'yaml' ? writeYaml(body) : JSON.stringify(body);
};

/** The media type that asks for everything behind a cursor as one file (general chapter, cursor-based search pagination). */
export const streamMediaType = 'application/vnd.mambu.v2+octetstream';
const acceptable = {
  // A cursor can be sent as one stream; where there is none, that is refused by its own name.
  json: [jsonMediaType, 'application/json', streamMediaType],
  yaml: [yamlMediaType, 'application/yaml', 'application/x-yaml'],
} as const;

// A client sends the same header with every request; what was made of a few of them is kept.
const mostHeaders = 100;
const readHeaders = new Map<string, readonly string[]>();

const acceptedTypes = (accept: string): readonly string[] => {
  const known = readHeaders.get(accept);
  if (known) return known;
  const types = readAccept(accept);
  if (readHeaders.size >= mostHeaders) readHeaders.clear();
  readHeaders.set(accept, types);
  return types;
};

/** The media types of an Accept header, without those that it weighs with nothing. */
const readAccept = (accept: string): readonly string[] =>
  accept
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((part) => part.trim()))
    .flatMap(([type = '', ...parameters]) => (parameters.some((part) => /^q=0(\.0*)?$/.test(part)) ? [] : [type]));

/**
 * Refuses a caller who says that the operation's answer is of no use to him. Errors are JSON whatever he accepts. Without the header any answer
 * will do, as HTTP has it: there is no version but the second one to mean by silence.
 */
export const checkAccept = (
  accept: string | undefined,
  { responseKind }: OperationDefinition,
): Rejection | undefined => {
  if (accept === undefined || accept.trim() === '') return undefined;
  const isYaml = responseKind === 'yaml';
  const types = acceptedTypes(accept);
  const names: readonly string[] = acceptable[isYaml ? 'yaml' : 'json'];
  const fits =
    types.some((type) => type === '*/*' || type === 'application/*' || names.includes(type)) ||
    // What has no body, or a file as its body, has no format of its own to insist on.
    (responseKind !== 'json' && !isYaml && types.some((type) => type.startsWith('application/vnd.mambu.v2+')));
  return fits
    ? undefined
    : reject('INVALID_PARAMETERS', `Accept must allow ${isYaml ? yamlMediaType : jsonMediaType}`, 406);
};
