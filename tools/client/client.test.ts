import { describe, expect, it } from 'vitest';
import { createBankClient, operationUrl, RefusedError } from './bankClient.ts';
import { inParallel } from './parallel.ts';
import { mayRetry, waitBefore } from './retry.ts';
import { seeded } from './seeded.ts';
import { table } from './table.ts';
import { verificationReport } from './verificationReport.ts';

const answered = (status: number) => ({ status, retryAfter: null });

describe('whether a request may be sent again', () => {
  it.each([
    ['POST', true, answered(409), true],
    ['POST', true, answered(429), true],
    ['POST', true, answered(500), true],
    ['POST', true, answered(501), false],
    ['POST', true, answered(503), true],
    ['POST', true, null, true],
    ['POST', true, answered(400), false],
    ['POST', true, answered(201), false],
    ['PATCH', false, answered(409), true],
    ['PATCH', false, answered(500), false],
    ['PATCH', false, null, false],
    ['GET', false, answered(500), true],
    ['GET', false, null, true],
    ['GET', false, answered(404), false],
  ])('%s with key %s after %o: %s', (method, hasKey, attempt, expected) => {
    expect(mayRetry({ method, hasKey, attempt })).toBe(expected);
  });

  it('waits as long as the server asks, else ever longer', () => {
    expect(waitBefore(2, { status: 429, retryAfter: '2' })).toBe(2000);
    const waits = [2, 3, 4].map((next) => waitBefore(next, null, () => 1));
    expect(waits).toEqual([50, 100, 200]);
    expect(waitBefore(40, null, () => 1)).toBe(5000);
  });
});

describe('the address of an operation', () => {
  it('fills in path and query, and keeps a colon that is part of the path', () => {
    const url = operationUrl(
      'http://bank',
      '/loans/{loanAccountId}:changeState',
      { loanAccountId: 'a/b' },
      { limit: 5, offset: undefined },
    );
    expect(url).toBe('http://bank/api/loans/a%2Fb:changeState?limit=5');
  });
});

describe('a refusal', () => {
  it("speaks with the bank's words", () => {
    const body = {
      errors: [{ errorCode: 1, errorReason: 'INVALID_AMOUNT', errorSource: 'amount must be more than 0' }],
    };
    const error = new RefusedError('makeDeposit', 400, body, '');
    expect(error.message).toBe('makeDeposit was refused with 400 INVALID_AMOUNT: amount must be more than 0');
    expect(error.reason).toBe('INVALID_AMOUNT');
    expect(new RefusedError('makeDeposit', 502, undefined, 'Bad gateway').message).toContain('Bad gateway');
  });

  it('of the connection names the address', async () => {
    const bank = createBankClient({ url: 'http://127.0.0.1:1', username: 'admin', password: 'x' }, { attempts: 1 });
    await expect(bank.ok('getClock')).rejects.toThrow('no answer from http://127.0.0.1:1');
  });
});

describe('work in parallel', () => {
  it('keeps the order and the limit', async () => {
    let running = 0;
    let most = 0;
    const results = await inParallel([5, 1, 3, 2, 4], 2, async (value) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setTimeout(done, value));
      running -= 1;
      return value * 10;
    });
    expect(results).toEqual([50, 10, 30, 20, 40]);
    expect(most).toBe(2);
  });

  it('starts nothing more after an error, and tells it', async () => {
    const started: number[] = [];
    const work = inParallel([1, 2, 3, 4, 5, 6], 2, async (value) => {
      started.push(value);
      if (value === 2) throw new Error('no');
      await new Promise((done) => setTimeout(done, 5));
    });
    await expect(work).rejects.toThrow('no');
    expect(started).toEqual([1, 2]);
  });
});

describe('a seeded sequence', () => {
  it('stays what it is: other seeds than today’s would change committed data', () => {
    const random = seeded(1);
    expect([random.whole(1, 100), random.whole(1, 100), random.whole(1, 100)]).toEqual([63, 1, 53]);
  });

  it('reaches both ends of a range and nothing beyond', () => {
    const random = seeded(7);
    const values = new Set(Array.from({ length: 500 }, () => random.whole(3, 5)));
    expect([...values].sort()).toEqual([3, 4, 5]);
    expect(() => random.pick([])).toThrow('nothing to pick from');
  });
});

describe('a table', () => {
  it('lines texts up to the left and numbers to the right', () => {
    const text = table(
      [{ heading: 'Name' }, { heading: 'Amount', numeric: true }],
      [
        ['Łódź', '5'],
        ['Köln', '12,000'],
      ],
      '',
    );
    expect(text.split('\n')).toEqual(['Name  Amount', '────  ──────', 'Łódź       5', 'Köln  12,000']);
  });
});

describe('a verification in words', () => {
  it('says what was checked', () => {
    const { text, clean } = verificationReport({ checked: { depositAccounts: 1200 }, differences: [] });
    expect(text).toContain('Checked: 1,200 deposit accounts.');
    expect(clean).toBe(true);
  });

  it('tells every difference so that it can be found', () => {
    const difference = { kind: 'BALANCE', subject: 'deposit account A1', expected: '5', actual: '4.99' };
    const { text, clean } = verificationReport({ checked: {}, differences: [difference] });
    expect(text).toContain('BALANCE  deposit account A1: should be 5, is 4.99');
    expect(clean).toBe(false);
  });
});
