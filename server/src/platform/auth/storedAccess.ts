import { type Permission, permissions } from '../../generated/permissions.ts';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import { money } from '../../kernel/money.ts';
import type { Principal } from './principal.ts';
import { everything, type Reach } from './reach.ts';

/** What a user or an API consumer may do, as far as it is stored the same way for both. */
export type StoredAccess = Pick<
  Principal,
  'administrator' | 'roleKey' | 'permissions' | 'branchKey' | 'transactionLimits' | 'reach'
>;

export type AccessRow = {
  assigned_branch_key: EncodedKey | null;
  role_key: EncodedKey | null;
  administrator: boolean;
  permissions: unknown;
  all_branches: boolean;
  managed_branches: readonly { readonly branchKey?: EncodedKey }[] | null;
  own_only: boolean;
  /** Amounts as text, so that none passes through a double. */
  limits: Record<string, string | null> | null;
};

/** Whether a flag of an access in the contract's shape is set. */
export const isTrue = (access: string, flag: string): string =>
  `coalesce(${access} -> '${flag}' = 'true'::jsonb, false)`;

/** The columns of an `AccessRow`, of a user or consumer under an alias and its role `r`: with a role, its permissions are the only ones. */
export const accessColumns = (alias: string): string =>
  `${alias}.assigned_branch_key, ${alias}.role_key,
   ${isTrue(`${alias}.access`, 'administratorAccess')} OR ${isTrue('r.access', 'administratorAccess')} AS administrator,
   CASE WHEN ${alias}.role_key IS NULL THEN ${alias}.access ELSE r.access END -> 'permissions' AS permissions,
   ${isTrue(`${alias}.access`, 'canManageAllBranches')} AS all_branches, ${alias}.access -> 'managedBranches' AS managed_branches,
   (${isTrue(`${alias}.access`, 'creditOfficerAccess')} OR ${isTrue('r.access', 'creditOfficerAccess')})
     AND NOT ${isTrue(`${alias}.access`, 'canManageEntitiesAssignedToOtherOfficers')} AS own_only,
   (SELECT jsonb_object_agg(l.key, l.value) FROM jsonb_each_text(${alias}.transaction_limits) l) AS limits`;

const known: ReadonlySet<unknown> = new Set(permissions);
/** Stored access may name a permission that a later version no longer has; it then allows nothing. */
const isPermission = (value: unknown): value is Permission => known.has(value);

const reachOf = ({ administrator, all_branches, managed_branches, own_only }: AccessRow): Reach =>
  administrator
    ? everything
    : {
        branches: all_branches ? null : new Set((managed_branches ?? []).flatMap(({ branchKey }) => branchKey ?? [])),
        ownOnly: own_only,
      };

/** The access that a row tells. */
export const accessOf = (row: AccessRow): StoredAccess => ({
  administrator: row.administrator,
  roleKey: row.role_key,
  permissions: new Set(Array.isArray(row.permissions) ? row.permissions.filter(isPermission) : []),
  branchKey: row.assigned_branch_key,
  reach: reachOf(row),
  transactionLimits: new Map(
    Object.entries(row.limits ?? {}).flatMap(([kind, amount]) => (amount === null ? [] : [[kind, money(amount)]])),
  ),
});
