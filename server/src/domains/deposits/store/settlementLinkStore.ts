import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import type { RowSlot } from '../../../platform/posting/command.ts';
import { rowStore } from '../../../platform/posting/store.ts';

/** Says that a loan settles from a deposit account from now on, or no longer. */
export type SettlementLink = {
  readonly depositKey: EncodedKey;
  readonly loanKey: EncodedKey;
  readonly linked: boolean;
};

/** Appended by commands that open or close loans with a settlement account. */
export const settlementLinks: RowSlot<SettlementLink> = { name: 'settlementLinks' };

const removed = 'array_remove(linked_settlement_account_keys, $2::uuid)';

/** Notes that a loan settles from a deposit account. */
export const linkSettlementAccount = (depositKey: EncodedKey, loanKey: EncodedKey): Statement => ({
  name: 'link-settlement-account',
  text: `UPDATE deposit_account SET linked_settlement_account_keys = array_append(${removed}, $2::uuid) WHERE encoded_key = $1::uuid`,
  values: [depositKey, loanKey],
});

/** Notes that a loan settles from a deposit account no longer. */
export const unlinkSettlementAccount = (depositKey: EncodedKey, loanKey: EncodedKey): Statement => ({
  name: 'unlink-settlement-account',
  text: `UPDATE deposit_account SET linked_settlement_account_keys = ${removed} WHERE encoded_key = $1::uuid`,
  values: [depositKey, loanKey],
});

/** Keeps `linkedSettlementAccountKeys` of deposit accounts: each loan at most once. */
export const settlementLinkStore = rowStore<SettlementLink>({
  slot: settlementLinks,
  afterStates: true,
  statements: (links) => {
    const latest = new Map(links.map((link) => [`${link.depositKey}${link.loanKey}`, link]));
    return [...latest.values()].map(({ depositKey, loanKey, linked }) =>
      (linked ? linkSettlementAccount : unlinkSettlementAccount)(depositKey, loanKey),
    );
  },
});
