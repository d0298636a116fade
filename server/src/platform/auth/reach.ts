import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Bindings, Condition } from '../resources/bindings.ts';
import type { Principal } from './principal.ts';

/** Which clients, groups and accounts somebody may see and work with. */
export type Reach = {
  /** Only those of these branches; null: of all, also those without a branch. */
  readonly branches: ReadonlySet<EncodedKey> | null;
  /** Only those assigned to the user: a credit officer who may not manage those of others. */
  readonly ownOnly: boolean;
};

/** Of administrators, of the bank's own night, and of everybody else who is not restricted. */
export const everything: Reach = { branches: null, ownOnly: false };

type Restricted = Pick<Principal, 'userKey' | 'reach'>;

/** The condition that a row under an alias lies within the reach; undefined when everything does. */
export const reachCondition = ({ userKey, reach }: Restricted, alias: string): Condition | undefined => {
  const { branches, ownOnly } = reach;
  if (branches === null && !ownOnly) return undefined;
  return ({ bind }) =>
    [
      ...(branches === null ? [] : [`${alias}.assigned_branch_key = ANY(${bind([...branches])}::uuid[])`]),
      ...(ownOnly ? [`${alias}.assigned_user_key = ${bind(userKey)}::uuid`] : []),
    ].join(' AND ');
};

/** The same as a list of conditions, for listings. */
export const withinReach = (principal: Restricted, alias: string): readonly Condition[] => {
  const condition = reachCondition(principal, alias);
  return condition ? [condition] : [];
};

/** The same for rows that belong to an account, such as transactions: the account's branch and officer decide. */
export const accountWithinReach = (
  principal: Restricted,
  table: 'deposit_account' | 'loan_account',
  accountKey: string,
): readonly Condition[] => {
  const condition = reachCondition(principal, 'reached');
  if (!condition) return [];
  return [
    (bindings) =>
      `EXISTS (SELECT FROM ${table} reached WHERE reached.encoded_key = ${accountKey} AND ${condition(bindings)})`,
  ];
};

/**
 * The same for entries of the journal: the branch they were booked in decides, and of an officer's own the officer of the account they belong
 * to. What belongs to no account belongs to no officer either.
 */
export const journalWithinReach = ({ userKey, reach }: Restricted, alias: string): readonly Condition[] => {
  const { branches, ownOnly } = reach;
  const ofOwn =
    (table: string): Condition =>
    ({ bind }) =>
      `EXISTS (SELECT FROM ${table} o WHERE o.encoded_key = ${alias}.account_key AND o.assigned_user_key = ${bind(userKey)}::uuid)`;
  return [
    ...(branches === null
      ? []
      : [({ bind }: Bindings) => `${alias}.assigned_branch_key = ANY(${bind([...branches])}::uuid[])`]),
    ...(ownOnly
      ? [
          (bindings: Bindings) =>
            `(${alias}.account_key IS NULL OR ${ofOwn('deposit_account')(bindings)} OR ${ofOwn('loan_account')(bindings)})`,
        ]
      : []),
  ];
};

/** What was found, if it lies within the reach: whatever does not was not found. */
export const ifWithinReach = <T extends { readonly assignedBranchKey: unknown; readonly assignedUserKey: unknown }>(
  principal: Restricted,
  found: T | undefined,
): T | undefined => (found !== undefined && isWithinReach(principal, found) ? found : undefined);

/** Whether everything lies within the reach. */
export const isUnrestricted = ({ reach }: Pick<Principal, 'reach'>): boolean =>
  reach.branches === null && !reach.ownOnly;

/** What belongs to a branch and an officer, or to none. */
export type Assigned = { readonly assignedBranchKey?: unknown; readonly assignedUserKey?: unknown };

/** Whether something with this branch and officer lies within the reach. */
export const isWithinReach = ({ userKey, reach }: Restricted, assigned: Assigned): boolean =>
  (reach.branches === null || reach.branches.has(assigned.assignedBranchKey as EncodedKey)) &&
  (!reach.ownOnly || assigned.assignedUserKey === userKey);
