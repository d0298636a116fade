import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  balancedLines,
  cappedDifferences,
  type JournalDraft,
  type JournalLine,
  type JournalReversal,
  journalReversalStore,
  journalRowStore,
  ledgerChecks,
  runVerification,
  trialBalance,
} from '../src/domains/ledger/index.ts';
import { keyOf, line, testAccount, testLedger } from '../src/domains/ledger/rules/testLedger.ts';
import { type EncodedKey, newEncodedKey } from '../src/kernel/encodedKey.ts';
import { instant } from '../src/kernel/instant.ts';
import { isRejection } from '../src/kernel/rejection.ts';
import { createZone } from '../src/platform/clock/zone.ts';
import { transaction } from '../src/platform/db/pool.ts';
import { sendAll } from '../src/platform/db/statement.ts';
import { createTestDatabase, type TestDatabase } from './harness/postgres.ts';

let database: TestDatabase;
const zone = createZone('UTC');
const user = newEncodedKey();
const inter = keyOf('90');
const ledger = testLedger([testAccount('90')], { interBranch: inter });
let at = Date.UTC(2026, 0, 1);

type Source = { readonly encodedKey: EncodedKey; id: number | null };

/** What a deposit does: its rows draw the id after the draft was made. */
const draftOf = (source: Source, lines: JournalLine[], more: Partial<JournalDraft> = {}): JournalDraft => {
  const balanced = balancedLines(lines, ledger);
  if (isRejection(balanced)) throw new Error('the lines were refused');
  at += 1000;
  return {
    source,
    lines: balanced,
    bookingDate: instant(at),
    creationDate: instant(at),
    accountKey: keyOf('acc'),
    productKey: keyOf('bed'),
    productType: 'SAVINGS',
    userKey: user,
    currencyCode: 'EUR',
    ...more,
  };
};

const write = (drafts: readonly JournalDraft[], reversals: readonly JournalReversal[] = []): Promise<void> =>
  transaction(database.pool, async (db) => {
    if (drafts.length > 0) await sendAll(db, journalRowStore.statements(drafts as never));
    if (reversals.length > 0) await sendAll(db, journalReversalStore.statements(reversals as never));
  });

const reversalOf = (original: EncodedKey, source: Source): JournalReversal => ({
  originalTransactionKey: original,
  source,
  bookingDate: instant(at),
  creationDate: instant(at),
  userKey: user,
});

/** Lines as `DEBIT 10 5 -`, in the order of their entry ids. */
const booked = async (transactionKey: EncodedKey): Promise<string[]> => {
  const { rows } = await database.pool.query<{ told: string }>(
    `SELECT concat_ws(' ', CASE WHEN is_debit THEN 'DEBIT' ELSE 'CREDIT' END, ltrim(replace(gl_account_key::text, '-', ''), '0'), amount,
            coalesce(ltrim(replace(assigned_branch_key::text, '-', ''), '0'), '-'), transaction_id) AS told
     FROM journal_entry WHERE transaction_key = $1 ORDER BY entry_id`,
    [transactionKey],
  );
  return rows.map((row) => row.told);
};

const verify = async (): Promise<Awaited<ReturnType<typeof runVerification>>> =>
  runVerification(database.pool, ledgerChecks, { zone });

beforeAll(async () => {
  database = await createTestDatabase();
  for (const [code, type] of Object.entries({
    10: 'ASSET',
    20: 'LIABILITY',
    30: 'ASSET',
    40: 'EXPENSE',
    50: 'LIABILITY',
    90: 'ASSET',
  })) {
    await database.pool.query(
      `INSERT INTO gl_account (encoded_key, gl_code, name, type, usage, allow_manual_journal_entries, currency_code, creation_date, last_modified_date)
       VALUES ($1, $2, $2, $3, 'DETAIL', true, 'EUR', now(), now())`,
      [keyOf(code), code, type],
    );
  }
});
afterAll(() => database.drop());

describe('postings', () => {
  test('carry the id their transaction drew after the draft was made', async () => {
    const source: Source = { encodedKey: newEncodedKey(), id: null };
    const draft = draftOf(source, [line('DEBIT', '10', 5), line('CREDIT', '20', 5)]);
    await expect(write([draft])).rejects.toThrow(/no id yet/);
    source.id = 4711;
    await write([draft]);
    expect(await booked(source.encodedKey)).toEqual(['DEBIT 10 5 - 4711', 'CREDIT 20 5 - 4711']);
  });

  test('of a whole batch are written with everything they say, in order', async () => {
    const sources = Array.from(
      { length: 40 },
      (_, index): Source => ({ encodedKey: newEncodedKey(), id: 5000 + index }),
    );
    await write(
      sources.map((source, index) =>
        draftOf(source, [line('DEBIT', '10', '0.01', 'a1'), line('CREDIT', '20', '0.01', index % 2 ? 'a1' : 'b1')], {
          notes: index === 7 ? 'null, "quoted" \\ {x}\nand more' : null,
          ...(index === 8 ? { accountKey: null, productKey: null, productType: null } : {}),
        }),
      ),
    );
    const { rows } = await database.pool.query(
      `SELECT transaction_id, count(*) AS lines, max(notes) AS notes, max(product_type) AS product, min(booking_date) = max(creation_date) AS same
       FROM journal_entry WHERE transaction_key = ANY($1::uuid[]) GROUP BY transaction_id ORDER BY min(entry_id)`,
      [sources.map((source) => source.encodedKey)],
    );
    expect(rows.map((row) => row.transaction_id)).toEqual(sources.map((source) => String(source.id)));
    expect(rows.map((row) => row.lines)).toEqual(sources.map((_, index) => (index % 2 ? 2 : 4)));
    expect(rows[7]).toMatchObject({ notes: 'null, "quoted" \\ {x}\nand more', product: 'SAVINGS', same: true });
    expect(rows[8]).toMatchObject({ notes: null, product: null });
  });

  test('of the worked example: a withdrawal into the overdraft and the deposit that repays it', async () => {
    const withdrawal: Source = { encodedKey: newEncodedKey(), id: 6001 };
    const deposit: Source = { encodedKey: newEncodedKey(), id: 6002 };
    await write([
      draftOf(withdrawal, [line('DEBIT', '20', 40), line('DEBIT', '30', 60), line('CREDIT', '10', 100)]),
      draftOf(deposit, [line('DEBIT', '10', 75), line('CREDIT', '30', 60), line('CREDIT', '20', 15)]),
    ]);
    expect(await booked(withdrawal.encodedKey)).toEqual([
      'DEBIT 20 40 - 6001',
      'DEBIT 30 60 - 6001',
      'CREDIT 10 100 - 6001',
    ]);
    const { rows } = await database.pool.query<{ net: unknown }>(
      `SELECT sum(CASE WHEN is_debit THEN amount ELSE -amount END) AS net FROM journal_entry
       WHERE transaction_key = ANY($1::uuid[]) AND gl_account_key = $2::uuid`,
      [[withdrawal.encodedKey, deposit.encodedKey], keyOf('20')],
    );
    expect(String(rows[0]?.net)).toBe('25');
  });
});

describe('reversals', () => {
  test('mirror every row of the original and name it, inter-branch lines included', async () => {
    const original: Source = { encodedKey: newEncodedKey(), id: 7001 };
    const adjustment: Source = { encodedKey: newEncodedKey(), id: 7002 };
    await write([draftOf(original, [line('DEBIT', '20', 100, 'a1'), line('CREDIT', '20', 100, 'b1')])]);
    await write([], [reversalOf(original.encodedKey, adjustment)]);
    expect(await booked(original.encodedKey)).toHaveLength(4);
    expect(await booked(adjustment.encodedKey)).toEqual([
      'CREDIT 20 100 a1 7002',
      'DEBIT 20 100 b1 7002',
      'DEBIT 90 100 a1 7002',
      'CREDIT 90 100 b1 7002',
    ]);
    const { rows } = await database.pool.query(
      `SELECT j.entry_id FROM journal_entry j JOIN journal_entry m ON m.encoded_key = j.reversal_entry_key
       WHERE j.transaction_key = $1 AND m.transaction_key = $2 AND m.account_key = j.account_key AND m.product_type = j.product_type`,
      [original.encodedKey, adjustment.encodedKey],
    );
    expect(rows).toHaveLength(4);
  });

  test('of many transactions are one batch, also of postings of the same batch, and never doubled', async () => {
    const originals = [8001, 8002, 8003].map((id): Source => ({ encodedKey: newEncodedKey(), id }));
    const adjustments = [8011, 8012, 8013].map((id): Source => ({ encodedKey: newEncodedKey(), id }));
    const reversals = originals.map((source, index) =>
      reversalOf(source.encodedKey, adjustments[index] ?? { encodedKey: user, id: 0 }),
    );
    await write(
      originals.map((source) => draftOf(source, [line('DEBIT', '10', 9), line('CREDIT', '20', 9)])),
      reversals,
    );
    for (const [index, { encodedKey }] of adjustments.entries()) {
      expect(await booked(encodedKey)).toEqual([`CREDIT 10 9 - 801${index + 1}`, `DEBIT 20 9 - 801${index + 1}`]);
    }
    await write([], reversals);
    expect(await booked(adjustments[0]?.encodedKey ?? user)).toHaveLength(2);
  });

  test('can be reversed themselves', async () => {
    const [original, undo, redo] = [9001, 9002, 9003].map((id): Source => ({ encodedKey: newEncodedKey(), id }));
    if (!original || !undo || !redo) throw new Error('three sources');
    await write([draftOf(original, [line('DEBIT', '10', 3), line('CREDIT', '20', 3)])]);
    await write([], [reversalOf(original.encodedKey, undo)]);
    await write([], [reversalOf(undo.encodedKey, redo)]);
    expect(await booked(redo.encodedKey)).toEqual(['DEBIT 10 3 - 9003', 'CREDIT 20 3 - 9003']);
  });

  test('of a transaction without journal book nothing', async () => {
    const adjustment: Source = { encodedKey: newEncodedKey(), id: 9100 };
    await write([], [reversalOf(newEncodedKey(), adjustment)]);
    expect(await booked(adjustment.encodedKey)).toEqual([]);
  });
});

describe('verification', () => {
  test('finds nothing wrong with all of that, and the trial balance is zero', async () => {
    const { checked, differences } = await verify();
    expect(differences).toEqual([]);
    expect(checked.journalPostings).toBeGreaterThan(40);
    expect(checked.reversedEntries).toBe(4 + 6 + 4);
    const balance = await trialBalance(database.pool, zone);
    expect(balance.total.debits.equals(balance.total.credits)).toBe(true);
    for (const { debits, credits } of balance.byBranch.values()) expect(debits.equals(credits)).toBe(true);
    expect(balance.lines.map((one) => one.glCode)).toContain('90');
  });

  test('tells the trial balance up to a day', async () => {
    const source: Source = { encodedKey: newEncodedKey(), id: 9200 };
    const draft = draftOf(source, [line('DEBIT', '40', 15), line('CREDIT', '50', 15)]);
    await write([{ ...draft, bookingDate: instant(Date.UTC(2031, 0, 1)) }]);
    const codesUpTo = async (day: string): Promise<string[]> =>
      (await trialBalance(database.pool, zone, day as never)).lines.map((one) => one.glCode);
    expect(await codesUpTo('2030-12-31')).not.toContain('40');
    expect(await codesUpTo('2031-01-01')).toContain('40');
  });

  test.each<[string, string, string[]]>([
    [
      'a changed amount',
      'UPDATE journal_entry SET amount = amount + 1 WHERE transaction_id = $1 AND is_debit',
      ['POSTING_NOT_BALANCED', 'TRIAL_BALANCE_NOT_ZERO', 'TRIAL_BALANCE_NOT_ZERO'],
    ],
    [
      'a moved branch',
      `UPDATE journal_entry SET assigned_branch_key = '00000000-0000-0000-0000-0000000000d1' WHERE transaction_id = $1 AND is_debit`,
      ['POSTING_NOT_BALANCED', 'POSTING_NOT_BALANCED', 'TRIAL_BALANCE_NOT_ZERO', 'TRIAL_BALANCE_NOT_ZERO'],
    ],
    [
      'a lost row',
      'DELETE FROM journal_entry WHERE transaction_id = $1 AND is_debit',
      ['POSTING_NOT_BALANCED', 'TRIAL_BALANCE_NOT_ZERO', 'TRIAL_BALANCE_NOT_ZERO'],
    ],
    [
      'an unknown account',
      'UPDATE journal_entry SET gl_account_key = user_key WHERE transaction_id = $1',
      ['WRONG_JOURNAL_LINE'],
    ],
    [
      'a header account',
      `UPDATE gl_account SET usage = 'HEADER' WHERE gl_code = '40' AND $1 <> ''`,
      ['WRONG_JOURNAL_LINE'],
    ],
    [
      'a lost mirror',
      `UPDATE journal_entry SET reversal_entry_key = user_key WHERE transaction_id = $1 AND is_debit`,
      ['REVERSAL_NOT_EXACT'],
    ],
    [
      'a booking into a closed period',
      `WITH entry AS (SELECT FROM journal_entry WHERE transaction_id = $1) INSERT INTO gl_account_closure (encoded_key, closing_date, creation_date) SELECT gen_random_uuid(), '2031-01-01', '2025-12-31' FROM entry LIMIT 1`,
      ['BOOKED_INTO_CLOSURE'],
    ],
  ])('finds %s', async (_, tampering, kinds) => {
    const db = await database.pool.connect();
    try {
      await db.query('BEGIN');
      await db.query(tampering, ['9200']);
      const found: string[] = [];
      for (const check of ledgerChecks)
        found.push(...(await check.run(db, { zone })).differences.map((one) => one.kind));
      expect([...new Set(found)].sort()).toEqual([...new Set(kinds)].sort());
      if (kinds[0] !== 'BOOKED_INTO_CLOSURE') expect(found).toHaveLength(kinds.length);
    } finally {
      await db.query('ROLLBACK');
      db.release();
    }
  });

  test('tells the first hundred of a kind and counts the rest', () => {
    const one = { subject: 's', expected: 'e', actual: 'a' };
    expect(cappedDifferences('KIND', [one], 1)).toEqual([{ kind: 'KIND', ...one }]);
    const many = cappedDifferences(
      'KIND',
      Array.from({ length: 100 }, () => one),
      1234,
    );
    expect(many).toHaveLength(101);
    expect(many.at(-1)).toMatchObject({ kind: 'KIND', actual: '1134 more' });
  });
});
