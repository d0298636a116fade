import { asEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { organisationReference } from '../../organisation/index.ts';
import { type JoinableGroup, judgedMemberships } from '../rules/memberships.ts';
import { lockGroups, writeMembers } from '../store/memberships.ts';
import type { ClientEntity } from './clientEntity.ts';

const sameKeys = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((key) => right.includes(key));

/** The client with its groups by key, and the groups as they are to be; those that stay as they are cost nothing. */
export const judgedGroups = async (
  wanted: ClientEntity,
  before: ClientEntity | undefined,
  context: WriteContext,
): Promise<
  { readonly client: ClientEntity; readonly changed: readonly [JoinableGroup, JoinableGroup][] } | Rejection
> => {
  const refs = wanted.groupKeys ?? [];
  const stored = before?.groupKeys ?? [];
  if (before !== undefined && sameKeys(refs, stored)) return { client: { ...wanted, groupKeys: stored }, changed: [] };
  const needed = refs.length > 0 || stored.length > 0;
  const groups = needed ? await lockGroups(context.db, wanted.encodedKey, refs, context.principal) : [];
  const memberships = judgedMemberships(refs, {
    clientKey: wanted.encodedKey,
    clientState: wanted.state ?? before?.state ?? 'INACTIVE',
    groups,
    find: (ref) => {
      const key = asEncodedKey(ref);
      return groups.find(({ encodedKey }) => encodedKey === key) ?? groups.find(({ id }) => id === ref);
    },
    setup: context.reference.get(organisationReference).generalSetup,
  });
  if (isRejection(memberships)) return memberships;
  const changed = memberships.changed.flatMap((after): [JoinableGroup, JoinableGroup][] => {
    const group = groups.find(({ encodedKey }) => encodedKey === after.encodedKey);
    return group ? [[group, after]] : [];
  });
  return { client: { ...wanted, groupKeys: memberships.groupKeys }, changed };
};

/** Writes the groups that a client joined or left, each with an audit record of its own. */
export const storeGroups = async (
  changed: readonly (readonly [JoinableGroup, JoinableGroup])[],
  context: WriteContext,
): Promise<void> => {
  await writeMembers(
    context.db,
    changed.map(([, after]) => after),
    context.now,
  );
  for (const [before, after] of changed) context.audit('GROUP', after.encodedKey, before, after);
};
