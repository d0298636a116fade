import type { Refusal } from '../../../kernel/refusals.ts';

/** A GL account as far as an accounting rule of a product needs to know it. */
export type RuleAccount = {
  readonly type: string;
  readonly usage: string;
  readonly activated: boolean;
  readonly currencyCode: string;
};

export type AccountingFacts = {
  /** GL accounts by key: what a rule may point to. */
  readonly glAccount: (key: string) => RuleAccount | undefined;
  readonly baseCurrencyCode: string;
};

/** The product whose rules are judged. */
export type RuledProduct = {
  readonly accountingMethod: string;
  readonly currencies: readonly (string | undefined)[];
  /** The type of GL account that a resource needs; undefined for one that nothing books to. */
  readonly typeOf: (resource: string) => string | undefined;
  /** Whether the method books to a resource where these rules stand. */
  readonly hasPlace: (resource: string) => boolean;
};

/** What is wrong with the accounting rules of a product or of one of its fees, in order; `at` names their property. */
export const ruleRefusals = (
  rules: readonly {
    readonly financialResource: string;
    readonly glAccountKey: string;
    readonly transactionChannelKey?: string | undefined;
  }[],
  at: string,
  product: RuledProduct,
  facts: AccountingFacts,
): readonly Refusal[] => {
  const currencies = [facts.baseCurrencyCode, ...product.currencies];
  return rules.flatMap(({ financialResource, glAccountKey, transactionChannelKey }, index): Refusal[] => {
    const isSame = (rule: (typeof rules)[number]): boolean =>
      rule.financialResource === financialResource && rule.transactionChannelKey === transactionChannelKey;
    const source = `${at}[${index}]`;
    const account = facts.glAccount(glAccountKey);
    const type = product.typeOf(financialResource);
    return [
      [
        type === undefined || !product.hasPlace(financialResource),
        'NOT_REQUIRED_RULE',
        `${source}.financialResource ${financialResource} has no place here under accountingMethod ${product.accountingMethod}`,
      ],
      [
        rules.findIndex(isSame) !== index,
        'INVALID_PARAMETERS',
        `${source}.financialResource ${financialResource} has two rules`,
      ],
      [!account, 'INEXISTING_GLACCOUNT', `${source}.glAccountKey is no GL account`],
      [account?.usage !== 'DETAIL', 'HEADER_ACCOUNT_NOT_ALLOWED', `${source}.glAccountKey is a header account`],
      [
        account?.type !== type,
        'INVALID_GL_ACCOUNT_TYPE',
        `${source}.glAccountKey must be of type ${type} for ${financialResource}`,
      ],
      [account?.activated !== true, 'INVALID_GL_ACCOUNT_ID', `${source}.glAccountKey is not activated`],
      [
        !currencies.includes(account?.currencyCode),
        'GLACCOUNTS_ARE_NOT_IN_ORGANIZATION_OR_PRODUCT_CURRENCY',
        `${source}.glAccountKey is in ${account?.currencyCode}`,
      ],
    ];
  });
};
