/** A product's rule that books a financial resource on a GL account as the API answered it. */
export const accountingRule = <Resource extends string>(
  financialResource: Resource,
  account: { readonly encodedKey?: string | undefined } | undefined,
) => ({ financialResource, glAccountKey: account?.encodedKey ?? '' });
