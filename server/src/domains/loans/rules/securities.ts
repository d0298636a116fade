import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import {
  type Decimal,
  fitsDecimals,
  isPositive,
  isZero,
  largestAmount,
  type Money,
  minus,
  plus,
  type Rate,
  sum,
  times,
  zero,
} from '../../../kernel/money.ts';
import { firstRefusal } from '../../../kernel/refusals.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OriginalAmount } from './loanAccount.ts';

/** A client or a group that stands in for a loan with an amount of its currency. */
export type Guarantor = {
  readonly encodedKey: EncodedKey;
  readonly guarantorKey: EncodedKey;
  readonly guarantorType: 'CLIENT' | 'GROUP';
  readonly amount: Money;
  /** The account of the guarantor that the amount lies in; null where the guarantor stands in by his word. */
  readonly depositAccountKey: EncodedKey | null;
};

/** A thing that secures a loan, worth an amount of its currency. */
export type Asset = {
  readonly encodedKey: EncodedKey;
  readonly assetName: string;
  readonly amount: Money;
  /** What it is worth in the currency in which it was valued; null where that is the loan's own. */
  readonly original: OriginalAmount | null;
};

/** Everything that secures a loan. */
export type Securities = { readonly guarantors: readonly Guarantor[]; readonly assets: readonly Asset[] };

export const noSecurities: Securities = { guarantors: [], assets: [] };

/** What a product says of securities. */
export type SecurityRules = {
  readonly guarantors: boolean;
  readonly assets: boolean;
  /** In percent of the loan amount; null where none are needed. */
  readonly required: Rate | null;
};

/** What securities are worth together, in the currency of the loan. */
export const coverOf = ({ guarantors, assets }: Securities): Money =>
  plus(sum(guarantors.map(({ amount }) => amount)), sum(assets.map(({ amount }) => amount)));

/** Whether securities cover what the product asks for: not rounded, so that nothing is missing. */
const covers = (securities: Securities, loanAmount: Money, required: Rate): boolean =>
  !coverOf(securities).times(100).lessThan(loanAmount.times(required));

const short = (securities: Securities, loanAmount: Money, required: Rate): Rejection =>
  reject(
    'INSUFFICIENT_GUARANTEES',
    `guarantors and assets come to ${coverOf(securities).toFixed()}, and the product asks for ${required.toFixed()} % of the loan amount, ${times(loanAmount, required).dividedBy(100).toFixed()}`,
  );

/** Refuses the approval of a loan whose securities cover less than its product asks for. */
export const checkCover = (
  securities: Securities,
  loanAmount: Money,
  { required }: SecurityRules,
): Rejection | undefined =>
  required === null || covers(securities, loanAmount, required) ? undefined : short(securities, loanAmount, required);

/**
 * Refuses a change of the securities of an approved loan that leaves less than its product asks for. What was too little before, since the product has
 * changed, may stay so and may be improved, and only not be lowered.
 */
export const checkCoverKept = (
  before: Securities,
  after: Securities,
  loanAmount: Money,
  rules: SecurityRules,
): Rejection | undefined =>
  coverOf(after).lessThan(coverOf(before)) ? checkCover(after, loanAmount, rules) : undefined;

/** What a loan begins to lock on a deposit account; a negative amount is set free. */
export type PledgeMove = { readonly depositKey: EncodedKey; readonly amount: Money };

/** What securities lock on deposit accounts while their loan is not closed. */
export const pledgesOf = ({ guarantors }: Securities): ReadonlyMap<EncodedKey, Money> => {
  const pledged = new Map<EncodedKey, Money>();
  for (const { depositAccountKey: key, amount } of guarantors)
    if (key !== null) pledged.set(key, plus(pledged.get(key) ?? zero, amount));
  return pledged;
};

/** What has to be locked and set free when securities become others. Nothing for what stays. */
export const pledgeMoves = (before: Securities, after: Securities): readonly PledgeMove[] => {
  if (before.guarantors === after.guarantors) return [];
  const [was, is] = [pledgesOf(before), pledgesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((depositKey) => ({ depositKey, amount: minus(is.get(depositKey) ?? zero, was.get(depositKey) ?? zero) }))
    .filter(({ amount }) => !isZero(amount));
};

/** Refuses what is no amount of a security: it must be more than nothing, in the decimals of its currency. */
export const checkSecurityAmount = (amount: Decimal, decimals: number, at: string): Rejection | undefined =>
  firstRefusal([
    [
      !isPositive(amount as Money) || amount.greaterThan(largestAmount),
      'INVALID_AMOUNT',
      `${at} must be more than 0, and no more than any account can hold`,
    ],
    [!fitsDecimals(amount as Money, decimals), 'INVALID_AMOUNT', `${at} has more than ${decimals} decimals`],
  ]);

/** Names of assets are compared as a reader would: without regard to case and to spaces around. */
export const sameAssetName = (left: string, right: string): boolean =>
  left.trim().toLowerCase() === right.trim().toLowerCase();

const repeated = <T>(list: readonly T[], isSame: (left: T, right: T) => boolean): number =>
  list.findIndex((one, index) => list.slice(0, index).some((earlier) => isSame(one, earlier)));

/**
 * Refuses securities that are named twice: a guarantor by his word, a deposit account, an asset. One guarantor may name several accounts of his, and
 * stand in by his word besides.
 */
export const checkNoneTwice = ({ guarantors, assets }: Securities): Rejection | undefined => {
  const word = repeated(
    guarantors,
    (left, right) =>
      left.depositAccountKey === null && right.depositAccountKey === null && left.guarantorKey === right.guarantorKey,
  );
  const account = repeated(
    guarantors,
    (left, right) => left.depositAccountKey !== null && left.depositAccountKey === right.depositAccountKey,
  );
  const asset = repeated(assets, (left, right) => sameAssetName(left.assetName, right.assetName));
  return firstRefusal([
    [
      word >= 0,
      'DUPLICATED_GUARANTOR_WITHOUT_SAVINGS_ACCOUNT',
      `guarantors[${word}]: the same guarantor is named before, without a deposit account either`,
    ],
    [account >= 0, 'DUPLICATED_SAVINGS_ACCOUNT', `guarantors[${account}].depositAccountKey is named before`],
    [asset >= 0, 'DUPLICATED_ASSET', `assets[${asset}].assetName is named before`],
  ]);
};

type Keyed = { readonly encodedKey: EncodedKey };

const changesOf = <T extends Keyed>(
  before: readonly T[],
  after: readonly T[],
): { readonly added: boolean; readonly changed: boolean; readonly removed: boolean } => {
  const known = new Map(before.map((one) => [one.encodedKey, one]));
  const left = new Set(after.map(({ encodedKey }) => encodedKey));
  return {
    added: after.some(({ encodedKey }) => !known.has(encodedKey)),
    changed: after.some((one) => known.has(one.encodedKey) && known.get(one.encodedKey) !== one),
    removed: before.some(({ encodedKey }) => !left.has(encodedKey)),
  };
};

/** The permissions that a change of securities needs besides those of its operation. What stays as it is must be the very same value. */
export const securityPermissions = (
  before: Securities,
  after: Securities,
): readonly ('CREATE_SECURITIES' | 'EDIT_SECURITIES' | 'DELETE_SECURITIES')[] => {
  const found = [changesOf(before.guarantors, after.guarantors), changesOf(before.assets, after.assets)];
  return [
    ...(found.some(({ added }) => added) ? (['CREATE_SECURITIES'] as const) : []),
    ...(found.some(({ changed }) => changed) ? (['EDIT_SECURITIES'] as const) : []),
    ...(found.some(({ removed }) => removed) ? (['DELETE_SECURITIES'] as const) : []),
  ];
};
