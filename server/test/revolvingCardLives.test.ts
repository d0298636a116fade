import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank } from './harness/bank.ts';
import { type CardAccount, type CardDesk, openCardDesk } from './harness/cardDesk.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanProductChanges, loanBank } from './harness/loanBank.ts';
import { loanPath } from './harness/loanDesk.ts';
import { type LivingBank, livingBank } from './harness/loanLives.ts';
import { moment } from './harness/loanTranches.ts';
import { revolvingProduct } from './harness/revolving.ts';
import { type RevolvingEvent, revolvingFigures } from './harness/revolvingReference.ts';

// Revolving credits whose holders pay by card, through three years by the clock: drawn, held, settled, repaid and taken back, one of them with money
// beyond everything that is owed. What happens is generated. On every day on which something happens, and every month, the balances must be those that a plain
// loop over days comes to, and what the card tells as available what is neither owed nor held; every month the books must agree.

const start = '2027-01-15';
const limit = 3000;
const terms = { closingDay: 15, rate: 12, percentage: 10, floor: 50, limit };
const CRDT = { creditDebitIndicator: 'CRDT' };

let living: LivingBank;
let cards: CardDesk;

/** Something that came by card, and what of it did not come back. */
type Paid = { readonly reference: string; left: number };
type Life = {
  readonly name: string;
  readonly keeps: boolean;
  readonly account: CardAccount;
  readonly events: RevolvingEvent[];
  readonly draws: Paid[];
  readonly payments: Paid[];
  hold: { readonly reference: string; readonly amount: number; readonly until: string } | undefined;
  posted: number;
};
const lives: Life[] = [];

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const cents = (amount: number): number => Math.floor(Number((amount * 100).toFixed(4))) / 100;
const nameOf = (life: Life): string => {
  life.posted += 1;
  return `${life.name}-${life.posted}`;
};
const note = ({ events }: Life, type: RevolvingEvent['type'], value: number, name?: string): void => {
  events.push({ day: living.today, type, value, ...(name === undefined ? {} : { name }) });
};
const figures = ({ events }: Life) => revolvingFigures(terms, events, living.today);
const availableTo = (life: Life): number => Number((Number(figures(life).free) - (life.hold?.amount ?? 0)).toFixed(2));
const owedBy = async ({ account }: Life): Promise<number> => {
  const body = { valueDate: moment(living.today) };
  return Number((await living.bank.ok('previewLoanPayOff', { path: loanPath(account), body })).totalBalance ?? 0);
};

type Act = (life: Life, share: number) => Promise<void>;

const drawByCard: Act = async (life, share) => {
  const amount = cents(availableTo(life) * share);
  if (amount <= 0) return;
  const reference = nameOf(life);
  expect(reasonOf(await cards.pay(life.account, reference, amount))).toBe('201');
  note(life, 'DRAW', amount);
  life.draws.push({ reference, left: amount });
};
const hold: Act = async (life, share) => {
  const amount = cents(availableTo(life) * share);
  if (life.hold || amount <= 0) return;
  const reference = nameOf(life);
  await cards.hold(life.account, reference, amount);
  life.hold = { reference, amount, until: dayAfter(living.today, 7) };
};
/** Settles a hold, by less where it may be; or lets it go. */
const settle: Act = async (life, share) => {
  if (!life.hold) return;
  const { reference: held, amount: most } = life.hold;
  life.hold = undefined;
  if (share < 0.1) {
    expect(await cards.reverse(life.account, held)).toBe('204');
    return;
  }
  const amount = cents(most * Math.max(share, 0.5));
  const reference = nameOf(life);
  expect(reasonOf(await cards.pay(life.account, reference, amount, { externalAuthorizationReferenceId: held }))).toBe(
    '201',
  );
  note(life, 'DRAW', amount);
  life.draws.push({ reference, left: amount });
};
const payDue: Act = async (life) => {
  const amount = Number(figures(life).due);
  if (amount === 0) return;
  await living.desk.repay(life.account, amount);
  note(life, 'PAY', amount);
};
const payByCard: Act = async (life, share) => {
  const owed = await owedBy(life);
  const amount = cents(life.keeps && share > 0.5 ? owed + 90.4 * share : owed * share);
  if (amount <= 0) return;
  const reference = nameOf(life);
  expect(reasonOf(await cards.pay(life.account, reference, amount, CRDT))).toBe('201');
  note(life, 'PAY', amount, reference);
  life.payments.push({ reference, left: amount });
};
const back = async (life: Life, paid: Paid | undefined, most: number): Promise<number> => {
  const amount = cents(Math.min(paid?.left ?? 0, most));
  if (!paid || amount <= 0) return 0;
  expect(await cards.takeBack(life.account, paid.reference, nameOf(life), amount)).toBe('204');
  paid.left = Number((paid.left - amount).toFixed(2));
  return amount;
};
/** A purchase comes back, in all or in part. */
const giveBack: Act = async (life, share) => {
  const draw = life.draws.at(-1);
  const most = life.keeps ? Number.MAX_SAFE_INTEGER : Number(figures(life).principal);
  const amount = await back(life, draw, Math.min(most, (draw?.left ?? 0) * Math.max(share, 0.3)));
  if (amount > 0) note(life, 'RETURN', amount);
};
/** A payment comes back, in all or in part. */
const takeBack: Act = async (life, share) => {
  const payment = life.payments.at(-1);
  const amount = await back(life, payment, Math.min(availableTo(life), (payment?.left ?? 0) * Math.max(share, 0.3)));
  if (amount > 0) note(life, 'BACK', amount, payment?.reference);
};
const fee: Act = async (life, share) => {
  const amount = cents(2 + 5 * share);
  await living.desk.fee(life.account, amount);
  note(life, 'FEE', amount);
};
const takeOut: Act = async (life, share) => {
  const { kept = '0', due } = figures(life);
  const amount = cents(Math.min(Number(kept) - Number(due), availableTo(life)) * share);
  if (amount <= 0) return;
  await living.bank.ok('makeLoanWithdrawal', { path: loanPath(life.account), body: { amount } });
  note(life, 'OUT', amount);
};

const acts = { drawByCard, hold, settle, payDue, payByCard, giveBack, takeBack, fee, takeOut };
type Named = keyof typeof acts;

/** What happens, so many days later: the same in every run. */
const diary = fc.sample(
  fc.array(
    fc.record({
      gap: fc.integer({ min: 1, max: 24 }),
      share: fc.constantFrom(0.05, 0.2, 0.35, 0.6, 1),
      what: fc.constantFrom<Named[]>(
        ...([
          ...['drawByCard', 'drawByCard', 'hold', 'hold', 'settle', 'settle', 'settle', 'payDue', 'payDue', 'payDue'],
          ...['payByCard', 'payByCard', 'payByCard', 'giveBack', 'takeBack', 'takeBack', 'fee', 'takeOut'],
        ] as Named[]),
      ),
    }),
    { minLength: 120, maxLength: 120 },
  ),
  { numRuns: 1, seed: 20_270_115 },
)[0];

const begin = async (name: string, changes: LoanProductChanges = {}): Promise<void> => {
  const { lender, bank } = living;
  const product = await lender.loanProduct(name, revolvingProduct(changes));
  const loan = await lender.approvedLoan(product, { loanAmount: limit, scheduleSettings: { gracePeriod: 0 } });
  await bank.ok('createLoanCard', { path: loanPath(loan), body: { referenceToken: name } });
  const keeps = changes.prepayment !== undefined;
  const account = { ...loan, token: name };
  const life: Life = { name, keeps, account, events: [], draws: [], payments: [], hold: undefined, posted: 0 };
  await drawByCard(life, 0.4);
  lives.push(life);
};

beforeAll(async () => {
  const bank = await startBank({ today: start, timeZone: 'UTC' });
  const lender = await loanBank(bank);
  living = livingBank(bank, lender, start);
  cards = openCardDesk(bank, lender);
  await begin('CARDS');
  await begin('KEEPS', { prepayment: { futurePaymentsAcceptance: 'ACCEPT_OVERPAYMENTS' } });
}, 120_000);
afterAll(() => living.bank.stop());

const check = async (life: Life, after: string): Promise<void> => {
  const { name, account, hold: held, events } = life;
  const { balances } = await living.desk.account(account);
  const card = await living.bank.ok('getCardBalances', { path: { cardReferenceToken: name } });
  const told = (...amounts: readonly unknown[]): string =>
    amounts.reduce((all: number, one) => all + Number(one ?? 0), 0).toFixed(2);
  const { free, kept, ...expected } = revolvingFigures(terms, events, living.today);
  expect({
    after: `${after} of ${name} on ${living.today}`,
    principal: told(balances?.principalBalance),
    interest: told(balances?.interestBalance),
    fees: told(balances?.feesBalance),
    due: told(balances?.principalDue, balances?.interestDue, balances?.feesDue, balances?.penaltyDue),
    kept: told(balances?.redrawBalance),
    available: told(card.availableBalance),
  }).toEqual({
    after: `${after} of ${name} on ${living.today}`,
    ...expected,
    kept,
    available: (Number(free) - (held?.amount ?? 0)).toFixed(2),
  });
};

test('credits with cards live three years to the cent', { timeout: 1_200_000 }, async () => {
  const end = '2030-01-15';
  const byDay = new Map<string, { readonly what: Named; readonly share: number }[]>();
  let day = start;
  for (const [index, step] of (diary ?? []).entries()) {
    day = dayAfter(day, step.gap);
    const more =
      index % 12 === 11
        ? ([
            { what: 'payByCard', share: 1 },
            { what: 'takeOut', share: 0.35 },
          ] as const)
        : [];
    if (day < end) byDay.set(day, [step, ...more]);
  }
  const firsts = Array.from({ length: 36 }, (_, index) =>
    new Date(Date.UTC(2027, index + 1, 1)).toISOString().slice(0, 10),
  );
  for (const next of [...new Set([...byDay.keys(), ...firsts])].toSorted()) {
    living.today = next;
    await living.desk.advanceTo(next);
    for (const life of lives) {
      // A hold that nobody settled for a week was let go in the night after it.
      if (life.hold && next > life.hold.until) life.hold = undefined;
      await check(life, 'before anything');
      for (const { what, share } of byDay.get(next) ?? []) {
        await acts[what](life, share);
        await check(life, what);
      }
    }
    if (firsts.includes(next)) await living.desk.verify();
  }
  // Everything happened that can.
  for (const { events, keeps } of lives) {
    const happened = new Set(events.map(({ type }) => type));
    for (const type of ['DRAW', 'PAY', 'RETURN', 'BACK', 'FEE'] as const) expect(happened).toContain(type);
    expect(happened.has('OUT')).toBe(keeps);
  }
  for (const life of lives) {
    if (life.hold) expect(await cards.reverse(life.account, life.hold.reference)).toBe('204');
    life.hold = undefined;
    await takeOut(life, 1);
    if (Number(figures(life).kept) > (await owedBy(life))) throw new Error(`${life.name} keeps what it does not owe`);
    await living.bank.ok('payOffLoan', { path: loanPath(life.account), body: {} });
    expect(await living.desk.account(life.account)).toMatchObject({
      accountState: 'CLOSED',
      accountSubState: 'REPAID',
    });
  }
  await living.desk.verify();
});
