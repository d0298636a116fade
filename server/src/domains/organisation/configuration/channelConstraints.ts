import type { ErrorReason } from '../../../generated/errors.ts';
import { Decimal } from '../../../kernel/money.ts';
import {
  checked,
  group,
  list,
  meaning,
  oneOf,
  optional,
  optionalList,
  type Problem,
  required,
  type Shape,
  text,
  type Values,
} from '../../../platform/configuration/shape.ts';
import { isNumber, operators } from '../rules/channelUsage.ts';

const trimmed = meaning(
  text(),
  (value) => value.trim(),
  (value) => value,
);

const constraintProperties = {
  criteria: required(oneOf(['AMOUNT', 'TYPE', 'PRODUCT'])),
  filterElement: required(oneOf(['EQUALS', 'EMPTY', 'NOT_EMPTY', 'MORE_THAN', 'LESS_THAN', 'BETWEEN', 'IN'])),
  values: optionalList(list(trimmed)),
};

/** A constraint of a channel as documents have it: whatever the comparison, its values are a list. */
export type ConstraintItem = Values<typeof constraintProperties>;

const wrongFilter = {
  AMOUNT: 'AMOUNT_CONSTRAINT_INVALID_FILTER',
  TYPE: 'TRANSACTION_CONSTRAINT_INVALID_FILTER',
  PRODUCT: 'PRODUCT_CONSTRAINT_INVALID_FILTER',
} as const satisfies Readonly<Record<ConstraintItem['criteria'], ErrorReason>>;

const constraintProblems = ({ criteria, filterElement, values }: ConstraintItem): readonly Problem[] => {
  const wrong = (message: string, reason: ErrorReason): readonly Problem[] => [{ path: ['values'], message, reason }];
  if (!operators[criteria].includes(filterElement)) {
    const message = `${filterElement} is not available for ${criteria}`;
    return [{ path: ['filterElement'], message, reason: wrongFilter[criteria] }];
  }
  const areNumbers = criteria !== 'AMOUNT' || values.every(isNumber);
  switch (filterElement) {
    case 'EMPTY':
    case 'NOT_EMPTY':
      return values.length === 0
        ? []
        : wrong(`may not stand beside ${filterElement}`, 'EXISTENCE_FILTER_INVALID_VALUES');
    case 'BETWEEN': {
      const [from = '', to = ''] = values;
      return values.length === 2 && areNumbers && new Decimal(from).lessThanOrEqualTo(to)
        ? []
        : wrong('must be two numbers, the smaller one first', 'BETWEEN_FILTER_INVALID_VALUES');
    }
    case 'IN':
      return values.length > 0 ? [] : wrong('may not be empty', 'IN_FILTER_INVALID_VALUES');
    default:
      return values.length === 1 && areNumbers
        ? []
        : wrong(`must be one ${criteria === 'AMOUNT' ? 'number' : 'value'}`, 'COMPARATOR_FILTER_INVALID_VALUES');
  }
};

const constraintsProperties = {
  usage: required(oneOf(['UNCONSTRAINED_USAGE', 'LIMITED_USAGE']), 'CONSTRAINT_USAGE_NULL'),
  matchFilter: optional(oneOf(['ALL', 'ANY'], 'CONSTRAINT_MATCH_FILTER_INVALID')),
  constraints: optionalList(list(checked(group(constraintProperties), constraintProblems), 'CONSTRAINT_ENTRY_NULL')),
};

export type ConstraintsItem = Values<typeof constraintsProperties>;

export const unconstrained: ConstraintsItem = {
  usage: 'UNCONSTRAINED_USAGE',
  matchFilter: undefined,
  constraints: [],
};

/** What a channel lets pass on one side of the bank. */
export const constraintsShape: Shape<ConstraintsItem> = checked(
  group(constraintsProperties),
  ({ usage, matchFilter, constraints }): readonly Problem[] => {
    if (usage === 'UNCONSTRAINED_USAGE') {
      return matchFilter === undefined && constraints.length === 0
        ? []
        : [
            {
              path: ['usage'],
              message: 'must be LIMITED_USAGE where there are constraints',
              reason: 'INVALID_UNCONSTRAINED_USAGE',
            },
          ];
    }
    if (constraints.length === 0) {
      return [
        { path: ['usage'], message: 'is LIMITED_USAGE, and there are no constraints', reason: 'INVALID_LIMITED_USAGE' },
      ];
    }
    return matchFilter === undefined
      ? [{ path: ['matchFilter'], message: 'may not be missing', reason: 'CONSTRAINT_MATCH_FILTER_NULL' }]
      : [];
  },
);
