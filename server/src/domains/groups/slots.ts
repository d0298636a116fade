import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { RowSlot } from '../../platform/posting/command.ts';

/** Says that the state of one of a group's loans changed. */
export type GroupLoanActivity = { readonly groupKey: EncodedKey; readonly now: Instant };

/** Appended by commands that change the state of a group's loan: after the loans are written, the group's loan cycle is counted again. */
export const groupLoanActivity: RowSlot<GroupLoanActivity> = { name: 'groupLoanActivity' };
