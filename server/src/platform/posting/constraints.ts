import type { ErrorReason } from '../../generated/errors.ts';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import { violatedConstraint } from '../db/pool.ts';

type WithConstraints = { readonly constraints?: Readonly<Record<string, ErrorReason>> };

/** What a violated constraint means to the client, where a store says so; undefined for every other error. */
export const constraintRejection = (error: unknown, stores: readonly WithConstraints[]): Rejection | undefined => {
  const violated = violatedConstraint(error);
  if (!violated) return undefined;
  for (const { constraints } of stores) {
    const reason = constraints?.[violated.name];
    if (reason) return reject(reason, violated.detail === null ? undefined : readable(violated.detail));
  }
  return undefined;
};

/** PostgreSQL's `Key (external_id)=(A1) already exists.` as a sentence about the property. */
const readable = (detail: string): string =>
  detail.replace(/^Key \((?:lower\()?(\w+).*?\)+=\((.*)\) already exists\.$/, (_, column: string, value: string) => {
    const property = column.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
    return `${property} ${value} is already in use`;
  });
