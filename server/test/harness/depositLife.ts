import { expect } from 'vitest';
import type { InterestAccount, InterestBank } from './interestBank.ts';
import { type ReferenceLife, type ReferenceMovement, type ReferenceTerms, reference } from './interestReference.ts';

/** What a life knows when it begins; its movements, pauses and term come with time. */
export type Beginning = Pick<ReferenceLife, 'credit' | 'overdraft' | 'applies'> & {
  readonly holidays?: readonly string[];
  readonly taxes?: ReferenceLife['taxes'];
};

/** A transaction that was posted, and the movement the reference was told of. */
export type Made = { readonly id: string; readonly movement: ReferenceMovement };

/** A moment of a day in Bucharest: from the last Sunday of March to that of October three hours before UTC, else two. */
export const momentOf = (day: string, time: string): string => {
  const lastSunday = (month: number): string => {
    const last = new Date(Date.UTC(Number(day.slice(0, 4)), month, 0));
    last.setUTCDate(last.getUTCDate() - last.getUTCDay());
    return last.toISOString().slice(0, 10);
  };
  return `${day}T${time}${lastSunday(3) <= day && day < lastSunday(10) ? '+03:00' : '+02:00'}`;
};

const nowOf = async ({ bank }: InterestBank): Promise<{ day: string; time: string }> => {
  const clock = String((await bank.ok('getClock')).now);
  return { day: clock.slice(0, 10), time: clock.slice(11, 19) };
};
/** The bank's day. */
export const todayOf = async (living: InterestBank): Promise<string> => (await nowOf(living)).day;

/** All that the reference is told of an account. */
type Chronicle = {
  -readonly [Key in 'credit' | 'overdraft' | 'maturity']: ReferenceLife[Key];
} & {
  readonly movements: ReferenceMovement[];
  readonly pauses: [from: string, to: string][];
  /** Days as of which interest was applied by hand. */
  readonly byHand: Set<string>;
};

type Told = { readonly living: InterestBank; readonly account: InterestAccount; readonly chronicle: Chronicle };

/** The other side of a transfer. */
type Receiver = {
  readonly account: InterestAccount;
  readonly note: (movement: ReferenceMovement) => void;
  readonly forget: (movement: ReferenceMovement) => void;
};

type Sent = Made & { readonly received: ReferenceMovement };

const postings = ({ living, account, chronicle }: Told) => {
  const note = (movement: ReferenceMovement): void => void chronicle.movements.push(movement);
  const forget = (movement: ReferenceMovement): void =>
    void chronicle.movements.splice(chronicle.movements.indexOf(movement), 1);
  const undo = (id: string) =>
    living.bank.ok('adjustDepositTransaction', {
      path: { depositTransactionId: id },
      body: { notes: 'a mistake' },
    });
  const post =
    (kind: 'deposit' | 'withdraw') =>
    async (amount: number, more: { readonly valueDate?: string } = {}): Promise<Made> => {
      const { valueDate: dated } = more;
      const moment = dated ? { day: dated.slice(0, 10), time: dated.slice(11, 19) } : await nowOf(living);
      const { id } = await living.desk[kind](account, amount, more);
      const movement = { ...moment, amount: kind === 'deposit' ? amount : -amount };
      note(movement);
      return { id: String(id), movement };
    };
  return {
    /** Notes a movement that the bank makes by itself, such as a fee of the night. */
    note,
    deposit: post('deposit'),
    withdraw: post('withdraw'),
    forget,
    /** Sends money to another life, which notes it, too. */
    send: async (other: Receiver, amount: number): Promise<Sent> => {
      const moment = await nowOf(living);
      const { id } = await living.desk.transfer(account, other.account, amount);
      const [movement, received] = [
        { ...moment, amount: -amount },
        { ...moment, amount },
      ];
      note(movement);
      other.note(received);
      return { id: String(id), movement, received };
    },
    /** Takes money back that was sent. */
    takeBack: async (other: Receiver, { id, movement, received }: Sent): Promise<void> => {
      await undo(id);
      forget(movement);
      other.forget(received);
    },
    /** Takes a transaction back: it never happened. */
    adjust: async ({ id, movement }: Made): Promise<void> => {
      await undo(id);
      forget(movement);
    },
  };
};

const repriced = (terms: ReferenceTerms | null, rate: string, from: string): ReferenceTerms => {
  if (terms?.rates.kind !== 'FIXED') throw new Error('only fixed rates change');
  return { ...terms, rates: { kind: 'FIXED', from: [...terms.rates.from, [from, rate]] } };
};

const interestEvents = ({ living, account, chronicle }: Told) => {
  const { bank, desk } = living;
  const path = { depositAccountId: account.id };
  return {
    /** Takes the last application back; what is dated back before it is possible until it is applied again. */
    adjustInterest: async (): Promise<void> => {
      const transactions = await bank.ok('getDepositTransactions', { path, query: { limit: 1000 } });
      const undone = await desk.adjust({ id: transactions.find(({ type }) => type === 'INTEREST_APPLIED')?.id });
      if (undone.status !== 200) throw new Error(`the application was not adjusted: ${undone.text}`);
    },
    /** Applies interest by hand, as of a day. */
    apply: async (day: string): Promise<void> => {
      await bank.ok('applyDepositInterest', { path, body: { interestApplicationDate: momentOf(day, '12:00:00') } });
      chronicle.byHand.add(day);
    },
    changeRate: async (interestRate: string, valueDate: string): Promise<void> => {
      await bank.ok('changeDepositInterestRate', { path, body: { interestRate: Number(interestRate), valueDate } });
      chronicle.credit = repriced(chronicle.credit, interestRate, valueDate);
    },
    /** Edits the rate of the overdraft: it counts from today. */
    changeOverdraftRate: async (interestRate: string): Promise<void> => {
      const property = '/overdraftInterestSettings/interestRateSettings/interestRate';
      await bank.ok('patchDepositAccount', {
        path,
        body: [{ op: 'REPLACE', path: property, value: Number(interestRate) }],
      });
      chronicle.overdraft = repriced(chronicle.overdraft, interestRate, await todayOf(living));
    },
  };
};

const stateEvents = ({ living, account, chronicle }: Told) => {
  const { bank, desk } = living;
  const path = { depositAccountId: account.id };
  const changeState = async (action: string): Promise<void> => {
    await bank.ok('changeDepositAccountState', { path, body: { action } });
  };
  /** Notes that no interest accrues from a day on, as while the account sleeps. */
  const pause = (from: string): void => void chronicle.pauses.push([from, '9999-12-31']);
  const resume = (day: string): void => {
    const last = chronicle.pauses.at(-1);
    if (last) last[1] = day;
  };
  return {
    pause,
    resume,
    changeState,
    lock: async (): Promise<void> => {
      await changeState('LOCK');
      pause(await todayOf(living));
    },
    unlock: async (): Promise<void> => {
      await changeState('UNLOCK');
      resume(await todayOf(living));
    },
    reopen: () => bank.ok('reopenDepositAccount', { path, body: {} }),
    startTerm: async (maturityDate: string): Promise<void> => {
      await bank.ok('startDepositMaturity', { path, body: { maturityDate } });
      chronicle.maturity = maturityDate;
    },
    undoTerm: async (): Promise<void> => {
      await bank.ok('undoDepositMaturity', { path, body: {} });
      chronicle.maturity = null;
    },
    /** The types of its latest transactions. */
    kinds: async (): Promise<unknown[]> => (await bank.ok('getDepositTransactions', { path })).map(({ type }) => type),
    state: async (): Promise<string> => String((await desk.account(account)).accountState),
    balance: async (): Promise<number> => Number(await desk.balance(account)),
  };
};

/** Throws unless balance, applications and accrued interest are those of the reference. */
const checkOf =
  ({ living, account, chronicle }: Told, beginning: Beginning) =>
  async (): Promise<void> => {
    const path = { depositAccountId: account.id };
    const day = await todayOf(living);
    const applies: ReferenceLife['applies'] = (each, activation) =>
      chronicle.byHand.has(each) || beginning.applies(each, activation);
    const transactions = await living.bank.ok('getDepositTransactions', { path, query: { limit: 1000 } });
    const { accruedAmounts } = await living.desk.account(account);
    const standing = transactions.filter(
      ({ type, adjustmentTransactionKey }) => type === 'INTEREST_APPLIED' && adjustmentTransactionKey === undefined,
    );
    const seen = {
      balance: await living.desk.balance(account),
      applied: standing.map(({ valueDate, amount }) => `${String(valueDate).slice(0, 10)} ${amount}`).toReversed(),
      accrued: String(accruedAmounts?.interestAccrued),
      overdraftAccrued: String(accruedAmounts?.overdraftInterestAccrued),
    };
    const { holidays = [], taxes = [] } = beginning;
    expect(seen, `${account.id} on ${day}`).toEqual(reference({ ...chronicle, holidays, taxes, applies }, day));
  };

/** One account whose every event is done over HTTP and told to the reference. */
export type Life = { readonly account: InterestAccount; readonly check: () => Promise<void> } & ReturnType<
  typeof postings
> &
  ReturnType<typeof interestEvents> &
  ReturnType<typeof stateEvents>;

/** Begins the life of an approved account. */
export const beginLife = (living: InterestBank, account: InterestAccount, beginning: Beginning): Life => {
  const chronicle: Chronicle = {
    credit: beginning.credit,
    overdraft: beginning.overdraft,
    maturity: null,
    movements: [],
    pauses: [],
    byHand: new Set(),
  };
  const told: Told = { living, account, chronicle };
  return {
    account,
    check: checkOf(told, beginning),
    ...postings(told),
    ...interestEvents(told),
    ...stateEvents(told),
  };
};

/** Lets time pass up to a day. Each first of a month on the way the books must agree, and then and on the day every account with the reference. */
export const liveUntil = async (living: InterestBank, lives: readonly Life[], day: string): Promise<void> => {
  for (let from = await todayOf(living); from < day; ) {
    const [year = 0, month = 0] = from.split('-').map(Number);
    const first = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
    from = first < day ? first : day;
    await living.advance(from);
    if (from === first) await living.desk.verify();
    for (const life of lives) await life.check();
  }
};
