import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sealAuditTrail, startAuditSealer } from '../src/domains/audit/index.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { startSecondProcess } from './harness/secondProcess.ts';

let bank: TestBank;
const seal = (): Promise<number> => sealAuditTrail(bank.app.tenant, { patienceMs: 50 });
const branch = async (id: string): Promise<void> => {
  await bank.ok('createBranch', { body: { id, name: id } });
};
const differences = async () => (await bank.ok('verifyLedger')).differences;
const seals = async () =>
  (
    await bank.db.query<{ number: number; record_count: number; records: string }>(
      'SELECT number, record_count, records::text AS records FROM audit_seal ORDER BY number',
    )
  ).rows;

beforeAll(async () => {
  bank = await startBank();
});
afterAll(() => bank.stop());

describe('sealing', () => {
  it('covers every record once, and links each seal to the one before', async () => {
    await branch('s-1');
    await branch('s-2');
    expect(await seal()).toBe(2);
    expect(await seal()).toBe(0);
    await branch('s-3');
    expect(await seal()).toBe(1);
    expect((await seals()).map(({ record_count }) => record_count)).toEqual([2, 1]);
    const { rows } = await bank.db.query<{ linked: boolean }>(
      `SELECT a.hash = b.previous_hash AND a.through_id = b.after_id AS linked FROM audit_seal a JOIN audit_seal b ON b.number = a.number + 1`,
    );
    expect(rows).toEqual([{ linked: true }]);
    expect(await differences()).toEqual([]);
    expect((await bank.ok('verifyLedger')).checked).toMatchObject({ auditRecords: 3, auditSeals: 2 });
  });

  it('waits for a transaction that drew its ids earlier and commits later', async () => {
    const slow = await bank.db.connect();
    await slow.query('BEGIN');
    await slow.query(
      `INSERT INTO audit_record (occurred_at, operation, method, uri, username, status, hash)
       SELECT occurred_at, operation, method, uri, username, status, hash FROM audit_record LIMIT 1`,
    );
    await branch('s-4');
    expect(await seal()).toBe(0);
    await slow.query('ROLLBACK');
    slow.release();
    const before = await seals();
    expect(await seal()).toBe(1);
    // The id that was rolled back is covered, and known never to have been there.
    expect((await seals()).length).toBe(before.length + 1);
    expect(await differences()).toEqual([]);
  });

  it('is done by one process at a time', async () => {
    const second = await startSecondProcess(bank);
    try {
      await second.post('/api/branches', { id: 's-5', name: 's-5' });
      await branch('s-6');
      const sealed = await Promise.all([1, 2, 3, 4].map(() => seal()));
      expect(sealed.reduce((sum, each) => sum + each, 0)).toBe(2);
      const other = await bank.db.connect();
      await other.query('BEGIN');
      await other.query(`SELECT pg_advisory_xact_lock(hashtext('florin audit seal'))`);
      await branch('s-7');
      expect(await seal()).toBe(0);
      await other.query('ROLLBACK');
      other.release();
      expect(await seal()).toBe(1);
    } finally {
      await second.stop();
    }
  });

  it('seals what is left when the bank is stopped, and does not wait long for others', async () => {
    const stop = startAuditSealer(bank.app.tenant, (error) => {
      throw error;
    });
    await branch('s-8');
    await stop();
    expect(await seal()).toBe(0);
    const slow = await bank.db.connect();
    await slow.query('BEGIN');
    await slow.query('LOCK TABLE audit_record IN ROW EXCLUSIVE MODE');
    const stopAgain = startAuditSealer(bank.app.tenant, (error) => {
      throw error;
    });
    await branch('s-9');
    const began = performance.now();
    await stopAgain();
    expect(performance.now() - began).toBeLessThan(2_000);
    await slow.query('ROLLBACK');
    slow.release();
    expect(await seal()).toBe(1);
  });
});

describe('verification', () => {
  let ids: readonly number[];
  beforeEach(async () => {
    await bank.db.query('TRUNCATE audit_seal');
    await bank.db.query('DELETE FROM audit_record');
    const texts = ['plain', 'quotes " and \\ and / \u2028 \u007f', 'Zoë 🏦 \t tab', 'line\nbreak'];
    for (const [index, name] of texts.entries()) {
      await bank.ok('createBranch', {
        body: { id: `v-${Date.now()}-${index}`, name },
        headers: { 'user-agent': 'Ünïcode/1.0' },
      });
    }
    await seal();
    await branch(`v-${Date.now()}-unsealed`);
    const { rows } = await bank.db.query<{ id: number }>('SELECT id FROM audit_record ORDER BY id');
    ids = rows.map(({ id }) => id);
    expect(await differences()).toEqual([]);
  });

  const copy = (id: string, from: number): string =>
    `INSERT INTO audit_record (id, occurred_at, operation, method, uri, user_key, username, client_ip, user_agent, entity_type, entity_key,
       request, changes, status, hash, consumer_key, response) OVERRIDING SYSTEM VALUE
     SELECT ${id}, occurred_at, operation, method, uri, user_key, username, client_ip, user_agent, entity_type, entity_key,
       request, changes, status, hash, consumer_key, response FROM audit_record WHERE id = ${from}`;

  it.each([
    ['occurred_at', `occurred_at - interval '1 millisecond'`],
    ['operation', `'nothing'`],
    ['method', `'GET'`],
    ['uri', `'/'`],
    ['user_key', 'gen_random_uuid()'],
    ['username', `'somebody else'`],
    ['client_ip', 'NULL'],
    ['user_agent', `'curl'`],
    ['entity_type', `'CLIENT'`],
    ['entity_key', 'NULL'],
    ['request', `'{}'`],
    ['changes', `replace(changes, 'name', 'nome')`],
    ['status', '200'],
    ['consumer_key', 'gen_random_uuid()'],
    ['response', 'NULL'],
    ['hash', `'\\x00'`],
  ])('names a record whose %s was changed, sealed or not', async (column, value) => {
    for (const id of [ids[1], ids[4]]) {
      await bank.db.query(`UPDATE audit_record SET ${column} = ${value} WHERE id = ${id}`);
    }
    const found = await differences();
    expect(found.map(({ kind }) => kind)).toEqual(['AUDIT_RECORD_CHANGED', 'AUDIT_RECORD_CHANGED']);
    expect(found.map(({ subject }) => subject)).toEqual([`audit record ${ids[1]}`, `audit record ${ids[4]}`]);
  });

  it('names a record that was replaced together with its hash', async () => {
    await bank.db.query(`DELETE FROM audit_record WHERE id = ${ids[2]}`);
    await bank.db.query(copy(String(ids[2]), ids[1] ?? 0));
    expect(await differences()).toMatchObject([{ kind: 'AUDIT_RECORD_CHANGED', subject: `audit record ${ids[2]}` }]);
  });

  it('names a record that was deleted', async () => {
    await bank.db.query(`DELETE FROM audit_record WHERE id = ${ids[2]}`);
    expect(await differences()).toMatchObject([{ kind: 'AUDIT_RECORD_DELETED', subject: `audit record ${ids[2]}` }]);
  });

  it('names a record that was inserted, into a gap, before the first, or behind the last', async () => {
    await bank.db.query(`SELECT nextval('audit_record_id_seq')`);
    await branch(`v-${Date.now()}-gap`);
    await seal();
    const gap = (ids[4] ?? 0) + 1;
    await bank.db.query(copy(String(gap), ids[1] ?? 0));
    await bank.db.query(copy('-5', ids[1] ?? 0));
    await bank.db.query(copy('9000000000000000000', ids[1] ?? 0));
    const found = await differences();
    expect(found.map(({ kind }) => kind)).toEqual(found.map(() => 'AUDIT_RECORD_INSERTED'));
    expect(found.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([`audit record ${gap}`, 'audit record -5', 'audit record 9000000000000000000']),
    );
    // And the bank goes on sealing its own.
    await branch(`v-${Date.now()}-after`);
    expect(await seal()).toBe(1);
    await bank.db.query('DELETE FROM audit_record WHERE id < 0 OR id > 8000000000000000000');
  });

  it('names a seal that was deleted or changed, and one that was computed again', async () => {
    await seal();
    await branch(`v-${Date.now()}-third`);
    await seal();
    await bank.db.query("UPDATE audit_seal SET sealed_at = sealed_at + interval '1 hour' WHERE number = 2");
    expect(await differences()).toMatchObject([{ kind: 'AUDIT_SEAL_CHANGED', subject: 'audit seal 2' }]);
    await bank.db.query('UPDATE audit_seal SET hash = sha256(hash) WHERE number = 2');
    expect(await differences()).toMatchObject([
      { kind: 'AUDIT_SEAL_CHANGED', subject: 'audit seal 2' },
      { kind: 'AUDIT_CHAIN_BROKEN', subject: 'audit seal 3' },
    ]);
    await bank.db.query('DELETE FROM audit_seal WHERE number = 2');
    expect(await differences()).toMatchObject([{ kind: 'AUDIT_SEAL_DELETED', subject: 'audit seal 2' }]);
  });
});
