import { isRejection } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { type Listing, runListing } from '../../../platform/resources/listing.ts';
import { glAccountAnswer } from '../answers.ts';
import { type GlAccountRow, glAccountOf } from '../store/glAccountReference.ts';
import { balancesOf } from './balancesOf.ts';

const listing: Listing<GlAccountRow> = {
  from: 'gl_account g',
  select: 'g.*',
  fields: {},
  defaultOrder: 'g.gl_code',
  tieBreaker: 'g.encoded_key',
};

/** GET /glaccounts: the accounts of a type in the order of their codes, which keeps groups together. */
export const getGlAccounts = read('getGlAccounts', async ({ query }, context) => {
  const page = await runListing(
    context.db,
    listing,
    { ...query, where: [({ bind }) => `g.type = ${bind(query.type)}::text`] },
    { zone: context.clock.zone, today: context.today },
  );
  if (isRejection(page)) return page;
  const accounts = page.rows.map(glAccountOf);
  const balances = await balancesOf(accounts, query, context);
  if (isRejection(balances)) return balances;
  return {
    body: accounts.map((account) => glAccountAnswer(account, balances.get(account.encodedKey))),
    headers: page.headers,
  };
});
