import type { Permission } from '../../generated/permissions.ts';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Money } from '../../kernel/money.ts';
import type { Reach } from './reach.ts';

/** Who is asking: a user who signed in or an API consumer with one of its keys, and what he or it may do. SYSTEM is the bank's own night. */
export type Principal = {
  readonly kind: 'USER' | 'API_CONSUMER' | 'SYSTEM';
  /** The key of the user, or of the API consumer. */
  readonly userKey: EncodedKey;
  /** The name of the user, or of the API consumer. */
  readonly username: string;
  /** The id of the API key (for a rotation: of the secret key) that a consumer showed; null for everybody else. */
  readonly keyId: EncodedKey | null;
  readonly administrator: boolean;
  readonly roleKey: EncodedKey | null;
  readonly permissions: ReadonlySet<Permission>;
  /** The branch the user works in; null when not assigned. */
  readonly branchKey: EncodedKey | null;
  /** The largest amount per kind of transaction that the user may post; absent kinds are unlimited. */
  readonly transactionLimits: ReadonlyMap<string, Money>;
  /** Which clients, groups and accounts exist for him or it. */
  readonly reach: Reach;
};

/** Whether the principal holds a permission; administrators hold all. */
export const may = (principal: Principal, permission: Permission): boolean =>
  principal.administrator || principal.permissions.has(permission);
