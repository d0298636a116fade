import { expect, test } from 'vitest';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import { readOffsets } from '../src/domains/loans/index.ts';
import type { LocalDate } from '../src/kernel/localDate.ts';
import { startBank } from './harness/bank.ts';
import { type OffsetBank, offsetBank } from './harness/offsetLoans.ts';
import { deadlyUpdate, twinBanks } from './harness/twinBanks.ts';

// Two nights die while they keep what was read of deposits, or fold a loan over it, and are begun again: nothing is read twice, nothing is left out.

type Opened = OffsetBank & {
  readonly loans: readonly { readonly id: string; readonly encodedKey: string }[];
  readonly accounts: readonly { readonly id: string; readonly encodedKey: string }[];
};

const open = async (): Promise<Opened> => {
  const of = await offsetBank(await startBank({ today: '2026-01-30', timeZone: 'Europe/Berlin' }));
  const loans = [];
  const accounts = [];
  for (let index = 0; index < 3; index += 1) {
    const account = await of.deposit();
    await of.tellers.deposit(account, 1000 + index, { valueDate: '2026-01-30T00:00:00+01:00' });
    const loan = await of.linked(account);
    await of.desk.disburse(loan, { firstRepaymentDate: '2026-02-04T00:00:00+01:00' });
    loans.push(loan);
    accounts.push(account);
  }
  return { ...of, loans, accounts };
};

const picture = async ({ bank, desk, loans }: Opened) => {
  const told = [];
  for (const loan of loans) {
    const { rows } = await bank.db.query<{ offset: unknown; booked: string }>(
      `SELECT terms -> 'offset' AS offset, booked_interest::text AS booked FROM loan_account WHERE encoded_key = $1`,
      [loan.encodedKey],
    );
    const { balances, accruedInterest } = await desk.account(loan);
    told.push({ kept: rows, balances, accruedInterest, standing: await desk.standing(loan) });
  }
  return told;
};

const twins = twinBanks(open, picture);

/** What dies, and the three days that two nights which die and one that does not lead to. */
const deaths = [
  ['keeping', 'NEW.terms <> OLD.terms', '2026-01-31', '2026-02-01', '2026-02-02'],
  ['folding', 'NEW.folded_to IS NOT NULL AND OLD.folded_to IS NULL', '2026-02-03', '2026-02-04', '2026-02-06'],
] as const;

test('each death leaves what an undisturbed night does', async () => {
  for (const [name, written, first, second, third] of deaths) {
    for (const { tellers, accounts, desk, loans } of twins.both) {
      // A fold of today, and what changes days before it.
      for (const loan of loans) await desk.fee(loan, 1);
      for (const account of accounts) await tellers.deposit(account, 500, { valueDate: '2026-01-30T00:30:00+01:00' });
    }
    const key = twins.killed().loans[1]?.encodedKey;
    const { refuse, accept } = deadlyUpdate('loan_account', 'encoded_key', key, written);
    expect([name, (await twins.die([first, second], refuse, accept)) > 0]).toEqual([name, true]);
    await twins.alikeOn(third, name);
    for (const { desk } of twins.both) await desk.verify();
  }
}, 120_000);

test('the step that runs again for the same day reads nothing new', async () => {
  for (const { bank } of twins.both) {
    const { tenant } = bank.app;
    const before = await Promise.all(twins.both.map(picture));
    const context = { tenant, day: '2026-02-05' as LocalDate, principal: systemPrincipal };
    expect(await readOffsets.run(context)).toBe(0);
    expect(await Promise.all(twins.both.map(picture))).toEqual(before);
  }
});
