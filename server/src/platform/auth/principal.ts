import type { Permission } from '../../generated/permissions.ts';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Money } from '../../kernel/money.ts';

/** Who is asking: an authenticated user with what he may do. */
export type Principal = {
  readonly userKey: EncodedKey;
  readonly username: string;
  readonly administrator: boolean;
  readonly permissions: ReadonlySet<Permission>;
  /** The branch the user works in; null when not assigned. */
  readonly branchKey: EncodedKey | null;
  /** The largest amount per kind of transaction that the user may post; absent kinds are unlimited. */
  readonly transactionLimits: ReadonlyMap<string, Money>;
};

/** Whether the principal holds a permission; administrators hold all. */
export const may = (principal: Principal, permission: Permission): boolean =>
  principal.administrator || principal.permissions.has(permission);
