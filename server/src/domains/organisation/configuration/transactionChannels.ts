import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Collection, itemsOf, planCollection } from '../../../platform/configuration/collection.ts';
import { getConfiguration, type Section, updateConfiguration } from '../../../platform/configuration/section.ts';
import {
  checked,
  group,
  list,
  meaning,
  oneOf,
  optional,
  type Path,
  type Problem,
  required,
  type Shape,
  text,
  truth,
  type Values,
  withDefault,
} from '../../../platform/configuration/shape.ts';
import { type GlAccounts, glAccountReference } from '../../ledger/index.ts';
import { organisationReference } from '../reference.ts';
import { transactionChannels, typesOf } from '../resources/transactionChannels.ts';
import type { ChannelUsageInput } from '../rules/channelUsage.ts';
import type { ChannelConstraint, ChannelUsage, OrganisationReference } from '../rules/organisation.ts';
import { productIds } from '../store/usage.ts';
import { type ConstraintItem, type ConstraintsItem, constraintsShape, unconstrained } from './channelConstraints.ts';

type Rights = { readonly allUsers: boolean; readonly roles: readonly string[] };

/** Who may use a channel: everybody, unless roles are named. They are written in the order of their ids. */
const rights: Shape<Rights> = meaning(
  checked(
    group({
      allUsers: optional(truth()),
      roles: withDefault(list(text(), 'TRANSACTION_CHANNEL_NULL_ROLES_CONFIG'), []),
    }),
    ({ allUsers, roles }): readonly Problem[] => [
      ...(allUsers === true && roles.length > 0
        ? [
            {
              path: ['allUsers'],
              message: 'must be false where roles are named',
              reason: 'ACCESS_RIGHTS_ALL_USERS_FALSE',
            } as const,
          ]
        : []),
      ...roles.flatMap((role, index): readonly Problem[] =>
        roles.indexOf(role) < index
          ? [{ path: ['roles', index], message: `${role} is there twice`, reason: 'INVALID_PARAMETERS' }]
          : [],
      ),
    ],
  ),
  ({ allUsers, roles }) => ({ allUsers: allUsers ?? roles.length === 0, roles }),
  ({ allUsers, roles }) => ({ allUsers, roles: [...roles].sort() }),
);

const properties = {
  id: required(
    text({ blank: 'BLANK_TRANSACTION_CHANNEL_ID', length: 'TRANSACTION_CHANNEL_ID_LENGTH' }),
    'BLANK_TRANSACTION_CHANNEL_ID',
  ),
  name: required(
    text({ blank: 'TRANSACTION_CHANNEL_BLANK_NAME', length: 'TRANSACTION_CHANNEL_NAME_LENGTH' }),
    'TRANSACTION_CHANNEL_BLANK_NAME',
  ),
  state: withDefault(oneOf(['ACTIVE', 'INACTIVE']), 'ACTIVE'),
  glAccountCode: optional(text()),
  loansConstraints: withDefault(constraintsShape, unconstrained),
  savingsConstraints: withDefault(constraintsShape, unconstrained),
  usageRights: withDefault(rights, { allUsers: true, roles: [] }),
};

type ChannelItem = Values<typeof properties>;

const sides = {
  loansConstraints: {
    table: 'loan_product',
    schema: 'LoanTransaction',
    reasons: {
      EQUALS: 'INVALID_TRANSACTION_CHANNEL_LOAN_CONSTRAINTS',
      TYPE: 'LOANS_IN_FILTER_INVALID_TYPE_VALUE',
      PRODUCT: 'LOANS_IN_FILTER_INVALID_ID',
    },
  },
  savingsConstraints: {
    table: 'deposit_product',
    schema: 'DepositTransaction',
    reasons: {
      EQUALS: 'INVALID_TRANSACTION_CHANNEL_SAVINGS_CONSTRAINTS',
      TYPE: 'SAVINGS_IN_FILTER_INVALID_TYPE_VALUE',
      PRODUCT: 'SAVINGS_IN_FILTER_INVALID_ID',
    },
  },
} as const;
type Side = keyof typeof sides;
const bothSides = Object.keys(sides) as readonly Side[];

/** What documents name by their ids and codes, and tables by their keys. */
type Facts = {
  readonly defaultId: string;
  /** The ids of products by their keys. */
  readonly products: Readonly<Record<Side, ReadonlyMap<string, string>>>;
  readonly roles: OrganisationReference['roles'];
  readonly glAccounts: GlAccounts;
};

const toldConstraint = (
  { criteria, operator, value, secondValue, values }: ChannelConstraint,
  products: ReadonlyMap<string, string>,
): ConstraintItem => {
  const all = values ?? [value, secondValue].filter((one) => one !== undefined);
  const told = criteria === 'PRODUCT' ? all.map((key) => products.get(key) ?? key) : all;
  return { criteria, filterElement: operator, values: told };
};

const toldConstraints = (usage: ChannelUsage, products: ReadonlyMap<string, string>): ConstraintsItem =>
  usage.usage === 'LIMITED'
    ? {
        usage: 'LIMITED_USAGE',
        matchFilter: usage.matchFiltersOption ?? 'ALL',
        constraints: (usage.constraints ?? []).map((constraint) => toldConstraint(constraint, products)),
      }
    : unconstrained;

const wantedConstraints = ({ usage, matchFilter, constraints }: ConstraintsItem): ChannelUsageInput =>
  usage === 'UNCONSTRAINED_USAGE'
    ? { usage: 'UNCONSTRAINED' }
    : {
        usage: 'LIMITED',
        matchFiltersOption: matchFilter,
        constraints: constraints.map(({ criteria, filterElement: operator, values }) => ({
          criteria,
          operator,
          ...(operator === 'IN'
            ? { value: values.join(',') }
            : {
                ...(values[0] === undefined ? {} : { value: values[0] }),
                ...(values[1] === undefined ? {} : { secondValue: values[1] }),
              }),
        })),
      };

/** Values that name no product or type of transaction of their side. */
const unknownValues = (side: Side, { constraints }: ConstraintsItem, { products }: Facts): readonly Problem[] => {
  const { schema, reasons } = sides[side];
  const known = { TYPE: typesOf(schema), PRODUCT: new Set(products[side].values()) };
  return constraints.flatMap(({ criteria, filterElement, values }, index) =>
    criteria === 'AMOUNT'
      ? []
      : values.flatMap((value, place): readonly Problem[] => {
          if (known[criteria].has(value)) return [];
          const what = criteria === 'TYPE' ? 'type of these transactions' : 'product';
          const path = [side, 'constraints', index, 'values', place];
          const reason = reasons[filterElement === 'IN' ? criteria : 'EQUALS'];
          return [{ path, message: `${value.slice(0, 80)} is no ${what}`, reason }];
        }),
  );
};

const channelProblems = (
  item: ChannelItem,
  index: number,
  items: readonly ChannelItem[],
  facts: Facts,
): readonly Problem[] => {
  const problems: Problem[] = bothSides.flatMap((side) => unknownValues(side, item[side], facts));
  if (items.findIndex(({ name }) => name.toLowerCase() === item.name.toLowerCase()) < index) {
    problems.push({
      path: ['name'],
      message: `${item.name} is there twice`,
      reason: 'TRANSACTION_CHANNEL_DUPLICATE_NAME',
    });
  }
  const code = item.glAccountCode;
  if (code !== undefined && !facts.glAccounts.byCode.has(code)) {
    const reason = 'TRANSACTION_CHANNEL_GL_ACCOUNT_DOES_NOT_EXIST';
    problems.push({ path: ['glAccountCode'], message: `${code.slice(0, 80)} is no GL account`, reason });
  }
  for (const [place, role] of item.usageRights.roles.entries()) {
    if (facts.roles.byId.has(role)) continue;
    const path = ['usageRights', 'roles', place];
    problems.push({ path, message: `${role.slice(0, 80)} is no role`, reason: 'USAGE_RIGHTS_ROLE_NOT_AVAILABLE' });
  }
  if (index === 0 && item.id !== facts.defaultId) {
    problems.push({ path: ['id'], message: `must stay ${facts.defaultId}`, reason: 'DEFAULT_TRANSACTION_CHANNEL_ID' });
  }
  if (index === 0 && item.state === 'INACTIVE') {
    problems.push({ path: ['state'], message: 'must be ACTIVE', reason: 'DEFAULT_TRANSACTION_CHANNEL_STATE' });
  }
  return problems;
};

/** All channels, the default one first. */
const collection: Collection<ChannelItem, Facts> = {
  resource: transactionChannels,
  label: 'TransactionChannel',
  item: group(properties),
  idOf: ({ id }) => id,
  duplicate: 'DUPLICATE_TRANSACTION_CHANNEL_ID',
  facts: async ({ db, reference }, entities) => ({
    defaultId: String(entities.find(({ isDefault }) => isDefault === true)?.id),
    products: {
      loansConstraints: await productIds(db, sides.loansConstraints.table),
      savingsConstraints: await productIds(db, sides.savingsConstraints.table),
    },
    roles: reference.get(organisationReference).roles,
    glAccounts: reference.get(glAccountReference),
  }),
  itemOf: (entity, { products, roles, glAccounts }) => ({
    ...(entity as unknown as ChannelItem),
    glAccountCode: glAccounts.byKey.get(entity.glAccount as EncodedKey)?.glCode,
    loansConstraints: toldConstraints(entity.loanConstraints as ChannelUsage, products.loansConstraints),
    savingsConstraints: toldConstraints(entity.depositConstraints as ChannelUsage, products.savingsConstraints),
    usageRights: {
      allUsers: entity.availableForAll === true,
      roles: (entity.usageRights as readonly EncodedKey[]).map((key) => roles.byKey.get(key)?.id ?? key),
    },
  }),
  // Custom fields and attributes stay: a document has no word for them. What names nothing is told by `judge`, and left out for the rules.
  propertiesOf: (item, facts, before) => {
    const constraintsOf = (side: Side): ChannelUsageInput =>
      wantedConstraints(unknownValues(side, item[side], facts).length === 0 ? item[side] : unconstrained);
    return {
      id: item.id,
      name: item.name,
      state: before?.isDefault === true ? 'ACTIVE' : item.state,
      glAccount:
        item.glAccountCode === undefined ? undefined : facts.glAccounts.byCode.get(item.glAccountCode)?.encodedKey,
      loanConstraints: constraintsOf('loansConstraints'),
      depositConstraints: constraintsOf('savingsConstraints'),
      availableForAll: item.usageRights.allUsers,
      usageRights: item.usageRights.roles.filter((role) => facts.roles.byId.has(role)),
      customFields: undefined,
    };
  },
  judge: (items, facts) =>
    items.flatMap((item, index) =>
      channelProblems(item, index, items, facts).map((problem) => ({ ...problem, path: [index, ...problem.path] })),
    ),
  absent: async (entity, context) =>
    (await transactionChannels.rules.remove?.(entity, context))
      ? { kind: 'CHANGE', changes: { state: 'INACTIVE' } }
      : { kind: 'REMOVE' },
};

type Document = {
  readonly defaultTransactionChannel: ChannelItem;
  readonly transactionChannels: readonly ChannelItem[];
};

const placeOf = (index: number): Path =>
  index === 0 ? ['defaultTransactionChannel'] : ['transactionChannels', index - 1];

const section: Section<Document> = {
  shape: group({
    defaultTransactionChannel: required(collection.item, 'DEFAULT_TRANSACTION_CHANNEL_REQUIRED'),
    transactionChannels: withDefault(list(collection.item, 'BLANK_TRANSACTION_CHANNEL_ID'), []),
  }),
  empty: 'TRANSACTION_CHANNELS_CONFIGURATION_EMPTY',
  load: async (context) => {
    const items = await itemsOf(collection, context);
    const { id } = context.reference.get(organisationReference).defaultChannel;
    const defaultTransactionChannel = items.find((item) => item.id === id);
    if (!defaultTransactionChannel) throw new Error('there is no default channel');
    return {
      defaultTransactionChannel,
      transactionChannels: items.filter((item) => item !== defaultTransactionChannel),
    };
  },
  plan: (document, context) =>
    planCollection(
      collection,
      [document.defaultTransactionChannel, ...document.transactionChannels],
      ['transactionChannels'],
      context,
      placeOf,
    ),
};

/** The channels as one document, the default one by itself. */
export const getTransactionChannelsConfiguration = getConfiguration('getTransactionChannelsConfiguration', section);

/** Brings the channels in line with a document. One that is left out goes, or becomes inactive where it was used. */
export const updateTransactionChannelsConfiguration = updateConfiguration(
  'updateTransactionChannelsConfiguration',
  section,
);
