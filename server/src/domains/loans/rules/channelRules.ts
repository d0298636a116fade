import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Refusal } from '../../../kernel/refusals.ts';

// Accounting rules that count for one transaction channel only: where the product's loans have the money of that channel.

type Rule = Schemas['GLAccountingRule'];

export type ChannelFacts = { readonly channelExists: (key: string) => boolean };

/** Whether a rule is for one channel. Clients send an empty key with whole rules. */
export const isForChannel = ({ transactionChannelKey }: Rule): boolean => Boolean(transactionChannelKey);

/** A rule as it is kept: its channel by the one spelling of its key, or none. */
export const withChannelKey = (rule: Rule): Rule => {
  const { transactionChannelKey, ...general } = rule;
  return transactionChannelKey
    ? { ...general, transactionChannelKey: asEncodedKey(transactionChannelKey) ?? transactionChannelKey }
    : general;
};

/**
 * What is wrong with rules for a channel, in order. Only FUND_SOURCE may have them: charges are applied without a channel, so a receivable or
 * an income of one channel would never meet what was booked before.
 */
export const channelRuleRefusals = (
  rules: readonly Rule[],
  at: string,
  { channelExists }: ChannelFacts,
): readonly Refusal[] =>
  rules.flatMap((rule, index): Refusal[] => {
    const { financialResource, transactionChannelKey = '' } = rule;
    if (!isForChannel(rule)) return [];
    return [
      [
        financialResource !== 'FUND_SOURCE',
        'NOT_REQUIRED_RULE',
        `${at}[${index}].transactionChannelKey: only FUND_SOURCE has rules for one channel, not ${financialResource}`,
      ],
      [
        !channelExists(transactionChannelKey),
        'INVALID_TRANSACTION_CHANNEL',
        `${at}[${index}].transactionChannelKey is no transaction channel`,
      ],
    ];
  });

/** The account of FUND_SOURCE for each channel that has a rule of its own. */
export const channelSources = (rules: readonly Rule[] = []): ReadonlyMap<EncodedKey, EncodedKey> =>
  new Map(
    rules.flatMap((rule) => {
      const channel = asEncodedKey(rule.transactionChannelKey ?? '');
      const account = asEncodedKey(rule.glAccountKey);
      return channel && account ? [[channel, account] as const] : [];
    }),
  );
