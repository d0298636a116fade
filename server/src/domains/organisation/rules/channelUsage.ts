import type { ErrorReason } from '../../../generated/errors.ts';
import { Decimal } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { ChannelConstraint, ChannelCriteria, ChannelOperator, ChannelUsage } from './organisation.ts';

/** The constraints of one side of a channel as a request carries them. IN takes its values from `value`, parted by commas. */
export type ChannelUsageInput = {
  readonly usage?: 'UNCONSTRAINED' | 'LIMITED' | undefined;
  readonly matchFiltersOption?: 'ALL' | 'ANY' | undefined;
  readonly constraints?: readonly ChannelConstraint[] | undefined;
};

/** Which comparisons there are for what is compared. */
export const operators: Readonly<Record<ChannelCriteria, readonly ChannelOperator[]>> = {
  AMOUNT: ['EQUALS', 'MORE_THAN', 'LESS_THAN', 'BETWEEN', 'EMPTY', 'NOT_EMPTY'],
  TYPE: ['EQUALS', 'IN', 'EMPTY', 'NOT_EMPTY'],
  PRODUCT: ['EQUALS', 'IN', 'EMPTY', 'NOT_EMPTY'],
};

/** What a constraint of one side may name: the side's transaction types, and how products are found. */
export type ChannelTerms = {
  readonly property: 'depositConstraints' | 'loanConstraints';
  readonly types: ReadonlySet<string>;
};

const reasons: Readonly<Record<ChannelTerms['property'], ErrorReason>> = {
  depositConstraints: 'INVALID_TRANSACTION_CHANNEL_SAVINGS_CONSTRAINTS',
  loanConstraints: 'INVALID_TRANSACTION_CHANNEL_LOAN_CONSTRAINTS',
};

/** Judges one side's constraints and answers them as they are stored. */
export const channelUsage = (input: ChannelUsageInput, terms: ChannelTerms): ChannelUsage | Rejection => {
  const usage = input.usage ?? 'UNCONSTRAINED';
  const refuse = (problem: string): Rejection => reject(reasons[terms.property], `${terms.property}${problem}`);
  const constraints = input.constraints ?? [];
  if (usage === 'UNCONSTRAINED') {
    return constraints.length === 0 ? { usage } : refuse(' of usage UNCONSTRAINED may not have constraints');
  }
  if (constraints.length === 0) return refuse(' of usage LIMITED need at least one constraint');
  if (constraints.length > 100) return refuse(' may have at most 100 constraints');
  const judged: ChannelConstraint[] = [];
  for (const [index, constraint] of constraints.entries()) {
    const result = judgedConstraint(constraint, terms, (problem) => refuse(`.constraints[${index}]${problem}`));
    if (isRejection(result)) return result;
    judged.push(result);
  }
  return { usage, matchFiltersOption: input.matchFiltersOption ?? 'ALL', constraints: judged };
};

/** Whether a text is an amount to compare with. */
export const isNumber = (text: string | undefined): boolean =>
  text !== undefined && /^[+-]?\d{1,24}(\.\d{1,20})?$/.test(text.trim());

const judgedConstraint = (
  { criteria, operator, value, secondValue }: ChannelConstraint,
  terms: ChannelTerms,
  refuse: (problem: string) => Rejection,
): ChannelConstraint | Rejection => {
  if (!operators[criteria].includes(operator)) return refuse(`.operator ${operator} is not available for ${criteria}`);
  if (operator === 'EMPTY' || operator === 'NOT_EMPTY') return { criteria, operator };
  if (value === undefined || value.trim() === '') return refuse('.value may not be blank');
  if (criteria === 'AMOUNT') {
    if (!isNumber(value)) return refuse('.value must be a number');
    if (operator !== 'BETWEEN') return { criteria, operator, value: value.trim() };
    if (secondValue === undefined || !isNumber(secondValue)) return refuse('.secondValue must be a number');
    return new Decimal(secondValue.trim()).lessThan(value.trim())
      ? refuse('.secondValue may not be less than value')
      : { criteria, operator, value: value.trim(), secondValue: secondValue.trim() };
  }
  const values = operator === 'IN' ? value.split(',').map((one) => one.trim()) : [value.trim()];
  if (values.includes('')) return refuse('.value has an empty element');
  const unknown = criteria === 'TYPE' ? values.find((one) => !terms.types.has(one)) : undefined;
  if (unknown !== undefined) return refuse(`.value ${unknown.slice(0, 80)} is not a type of transaction`);
  return operator === 'IN'
    ? { criteria, operator, value: values.join(','), values }
    : { criteria, operator, value: values[0] };
};
