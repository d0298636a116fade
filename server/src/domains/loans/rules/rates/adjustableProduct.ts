import type { Schemas } from '../../../../generated/schemas.ts';
import { newEncodedKey } from '../../../../kernel/encodedKey.ts';
import type { Rate } from '../../../../kernel/money.ts';
import { firstRefusal, type Refusal, someOf } from '../../../../kernel/refusals.ts';
import type { Rejection } from '../../../../kernel/rejection.ts';
import type { CompleteProduct } from '../completeProduct.ts';
import type { Limits } from '../loanProduct.ts';
import {
  type IndexFacts,
  indexRefusals,
  type OfferedIndex,
  offeredIndex,
  unfitForChanges,
  withoutIndex,
} from './productRates.ts';
import { rateLimitRefusals, rateLimits } from './rateLimits.ts';

// Products whose accounts agree on a rate for each period of theirs: which ways of finding a rate they may choose from, and between which limits.

/** A way of finding the rate of a period, with the limits of the rate, or of the spread over an index. */
export type OfferedRate = { readonly limits: Limits<Rate> } & (
  | { readonly interestRateSource: 'FIXED_INTEREST_RATE' }
  | OfferedIndex
);

type Settings = Schemas['ProductInterestRateSettings'];
type Interest = Schemas['ProductInterestSettings'];

const listAt = 'interestSettings.interestRateSettings';

const settingsOf = ({ interestRateSettings = [] }: Interest): readonly Settings[] => interestRateSettings;

/** Whether accounts of a product agree on their rates period by period. */
export const isAdjustable = ({ interestSettings }: Pick<CompleteProduct, 'interestSettings'>): boolean =>
  settingsOf(interestSettings).length > 0;

/** What makes one way differ from another: naming the rate, or the index that it follows. */
const wayOf = ({ interestRateSource, indexSourceKey = '' }: Settings): string =>
  interestRateSource === 'INDEX_INTEREST_RATE' ? indexSourceKey : interestRateSource;

/** Refuses what a product says of each way and can't be, and what says the same elsewhere, too. */
export const checkAdjustableRates = (product: CompleteProduct, facts: IndexFacts): Rejection | undefined => {
  const { indexRateSettings: whole } = product.interestSettings;
  const settings = settingsOf(product.interestSettings);
  const ways = settings.map(wayOf);
  const at = 'interestSettings.indexRateSettings';
  return firstRefusal([
    ...unfitForChanges(product, listAt),
    [
      product.type === 'REVOLVING_CREDIT',
      'INVALID_PARAMETERS',
      `${listAt}: periods begin with the day of the expected disbursement, which a ${product.type} does not have`,
    ],
    [
      whole?.interestRateSource === 'INDEX_INTEREST_RATE',
      'INVALID_PARAMETERS',
      `${at}.interestRateSource: the rates are those of interestRateSettings`,
    ],
    [
      someOf(whole?.interestRate, () => true),
      'INVALID_PARAMETERS',
      `${at}.interestRate: the limits are those of interestRateSettings`,
    ],
    [
      new Set(ways).size < ways.length,
      'INVALID_PARAMETERS',
      `${listAt}: a fixed rate, or an index, may be offered once only`,
    ],
    ...settings.flatMap((setting, index): readonly Refusal[] => {
      const own = `${listAt}[${index}]`;
      return [
        ...(setting.interestRateSource === 'INDEX_INTEREST_RATE'
          ? indexRefusals(setting, own, facts)
          : withoutIndex(setting, own)),
        ...rateLimitRefusals(
          setting.interestRate,
          `${own}.interestRate`,
          whole?.allowNegativeInterestRate === true && setting.interestRateSource === 'INDEX_INTEREST_RATE',
        ),
      ];
    }),
    ...withoutIndex(whole ?? {}, at),
  ]);
};

/** The ways that accounts of a product choose from; none where their rate is not agreed by periods. */
export const offeredRates = (interest: Interest): readonly OfferedRate[] =>
  settingsOf(interest).flatMap((setting): OfferedRate[] => {
    const limits = rateLimits(setting.interestRate);
    if (setting.interestRateSource === 'FIXED_INTEREST_RATE')
      return [{ interestRateSource: 'FIXED_INTEREST_RATE', limits }];
    const index = offeredIndex(setting, interest.indexRateSettings?.allowNegativeInterestRate);
    return index ? [{ ...index, limits }] : [];
  });

/** Each way with a key of its own, which it keeps while it is offered, and its index by key. */
export const completeOffers = (
  settings: readonly Settings[],
  before: Interest | undefined,
  indexSourceKeyOf: (ref: string) => string,
): Settings[] =>
  settings.map((setting) => {
    const { indexSourceKey: ref } = setting;
    const named = ref === undefined ? setting : { ...setting, indexSourceKey: indexSourceKeyOf(ref) };
    const was = before && settingsOf(before).find((one) => wayOf(one) === wayOf(named));
    return { ...named, encodedKey: was?.encodedKey ?? newEncodedKey() };
  });

const indexesOf = ({ interestSettings }: CompleteProduct): readonly string[] => [
  ...[interestSettings.indexRateSettings?.indexSourceKey].filter((key) => key !== undefined),
  ...settingsOf(interestSettings).map(wayOf),
];

/** What a change of the ways would leave accounts without that exist. */
export const withdrawnRates = (before: CompleteProduct, after: CompleteProduct): readonly Refusal[] => {
  const kept = new Set(indexesOf(after));
  const keep = 'can’t be changed while the product has accounts';
  return [
    [
      isAdjustable(before) !== isAdjustable(after),
      'FIELD_IS_NOT_EDITABLE',
      `${listAt} ${keep}: it says whether they agree on rates by periods`,
    ],
    [
      indexesOf(before).some((way) => !kept.has(way)),
      'FIELD_IS_NOT_EDITABLE',
      isAdjustable(before)
        ? `${listAt} ${keep}: their periods follow each of them`
        : `interestSettings.indexRateSettings.indexSourceKey ${keep}: they follow the index`,
    ],
  ];
};
