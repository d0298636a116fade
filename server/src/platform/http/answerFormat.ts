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

const anyAccepted = /application\/vnd\.mambu\.v2\+|\*\/\*|application\/\*|application\/json/i;
const yamlAccepted = /application\/(vnd\.mambu\.v2\+|x-)?yaml|\*\/\*|application\/\*/i;

/** Refuses a caller who says that the operation's answer is of no use to him. Errors are JSON whatever he accepts. */
export const checkAccept = (
  accept: string | undefined,
  { responseKind }: OperationDefinition,
): Rejection | undefined => {
  if (accept === undefined || accept === '') return undefined;
  const isYaml = responseKind === 'yaml';
  return (isYaml ? yamlAccepted : anyAccepted).test(accept)
    ? undefined
    : reject('INVALID_PARAMETERS', `Accept must allow ${isYaml ? yamlMediaType : jsonMediaType}`, 406);
};
