import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Decimalish, type Money, money, rate } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { columnValue, judgedCustomFields } from '../../../platform/customFields/entityFields.ts';
import { toldValues } from '../../../platform/customFields/values.ts';
import type { OperationContext, WriteContext } from '../../../platform/http/handler.ts';
import { type Assignment, checkAssignment, checkReach, organisationReference } from '../../organisation/index.ts';
import type { WantedTerms } from '../rules/accountTerms.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import type { WantedRates } from '../rules/interest/accountRates.ts';
import { depositProductReference } from '../store/depositProductReference.ts';
import { momentOf } from './postingFacts.ts';

/** What the contract lets a client say of an account and Florin does not support yet. */
export const notYetOnAccounts = ['creditArrangementKey'] as const;

const amount = (value: Decimalish | undefined): Money | null => (value === undefined ? null : money(value));

type RateSettings = Schemas['DepositAccountInterestRateSettings'] | undefined;
type Rates = Pick<NonNullable<RateSettings>, 'interestRate' | 'interestSpread' | 'interestRateTiers'>;

/** What a body says of rates. */
export const wantedRates = (settings: Rates | undefined): WantedRates => ({
  interestRate: settings?.interestRate === undefined ? null : rate(settings.interestRate),
  interestSpread: settings?.interestSpread === undefined ? null : rate(settings.interestSpread),
  interestRateTiers:
    settings?.interestRateTiers?.map(({ endingBalance, endingDay, interestRate }) => ({
      endingBalance: amount(endingBalance),
      endingDay: endingDay === undefined ? null : Number(endingDay),
      interestRate: rate(interestRate),
    })) ?? null,
});

/** The terms that a body asks for, with its assignment to branch, centre and officer judged. */
export const wantedTerms = (
  body: Schemas['DepositAccount'],
  context: OperationContext,
  fallbackBranchKey: EncodedKey | null,
  before?: Assignment,
): WantedTerms | Rejection => {
  const organisation = context.reference.get(organisationReference);
  const assignment = checkAssignment(
    organisation,
    {
      assignedBranchKey: body.assignedBranchKey ?? fallbackBranchKey,
      assignedCentreKey: body.assignedCentreKey,
      assignedUserKey: body.assignedUserKey,
    },
    organisation.users,
    before,
  );
  if (isRejection(assignment)) return assignment;
  const unreachable = checkReach(assignment, context.principal);
  if (unreachable) return unreachable;
  const { overdraftSettings: overdraft, internalControls: controls } = body;
  return {
    name: body.name,
    notes: body.notes ?? null,
    currencyCode: body.currencyCode ?? null,
    ...assignment,
    allowOverdraft: overdraft?.allowOverdraft ?? null,
    overdraftLimit: amount(overdraft?.overdraftLimit),
    overdraftExpiryDate: momentOf(overdraft?.overdraftExpiryDate, context),
    maxDepositBalance: amount(controls?.maxDepositBalance),
    maxWithdrawalAmount: amount(controls?.maxWithdrawalAmount),
    recommendedDepositAmount: amount(controls?.recommendedDepositAmount),
    targetAmount: amount(controls?.targetAmount),
    interestRates: wantedRates(body.interestSettings?.interestRateSettings),
    overdraftRates: wantedRates(body.overdraftInterestSettings?.interestRateSettings),
  };
};

/**
 * The account with the custom fields that a body asks for, or why they are refused. A PUT (`replaces`) keeps what its caller could not know
 * of.
 */
export const withAccountFields = async (
  before: DepositAccount | undefined,
  account: DepositAccount,
  body: Schemas['DepositAccount'],
  context: WriteContext,
  replaces: boolean,
): Promise<DepositAccount | Rejection> => {
  const judged = await judgedCustomFields(
    {
      table: 'deposit_account',
      key: account.encodedKey,
      hosts: new Map([['DEPOSIT_ACCOUNT', account.productTypeKey]]),
    },
    before && toldValues(before.customFields ?? {}),
    body,
    context,
    replaces,
  );
  return isRejection(judged) ? judged : { ...account, customFields: columnValue(judged.values) };
};

/** The product that a body names by key or id. */
export const productOf = (productTypeKey: string, context: OperationContext): DepositProduct | Rejection => {
  const products = context.reference.get(depositProductReference);
  const encodedKey = asEncodedKey(productTypeKey);
  const product = (encodedKey && products.byKey.get(encodedKey)) ?? products.byId.get(productTypeKey);
  return product ?? reject('INVALID_PRODUCT_KEY', 'productTypeKey is no deposit product');
};

/** The decimals of a currency of the organisation. */
export const decimalsOf = (currencyCode: string, context: OperationContext): number | undefined =>
  context.reference.get(organisationReference).currencies.get(currencyCode)?.digitsAfterDecimal;
