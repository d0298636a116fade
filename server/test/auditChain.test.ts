import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sealAuditTrail } from '../src/domains/audit/index.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { instant } from '../src/kernel/instant.ts';
import { type AuditRecord, insertAuditRecords } from '../src/platform/audit/auditRecord.ts';
import { transaction } from '../src/platform/db/pool.ts';
import { send } from '../src/platform/db/statement.ts';
import { startBank, type TestBank } from './harness/bank.ts';

// What must always hold of the chain, whatever is in the records and in whichever order they are committed.

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank();
  await bank.ok('getBranches');
});
afterAll(() => bank.stop());
beforeEach(() => bank.db.query('TRUNCATE audit_record, audit_seal'));

const seal = (): Promise<number> => sealAuditTrail(bank.app.tenant, { patienceMs: 1_000 });
const found = async () => (await bank.ok('verifyLedger')).differences.map(({ kind, subject }) => `${kind} ${subject}`);

const record = (given: Partial<AuditRecord> = {}, payload: string | null = null, name = 'ann'): AuditRecord => ({
  occurredAt: instant(Date.UTC(2026, 0, 15)),
  operation: 'createBranch',
  origin: {
    principal: {
      kind: 'USER',
      userKey: newEncodedKey(),
      username: name,
      keyId: null,
      administrator: false,
      roleKey: null,
      permissions: new Set(),
      branchKey: null,
      transactionLimits: new Map(),
      reach: { branches: null, ownOnly: false },
    },
    method: 'POST',
    uri: '/api/branches',
    clientIp: '::1',
    userAgent: name,
    payload,
  },
  entityType: null,
  entityKey: null,
  before: undefined,
  after: undefined,
  status: 201,
  response: null,
  ...given,
});

// Texts as they can reach the database: any character but NUL, and no half of a pair.
const anyText = fc
  .string({ unit: 'binary', maxLength: 40 })
  .filter((text) => text.isWellFormed() && !text.includes('\u0000'));

it('the database computes the hash that we wrote, whatever the record says', async () => {
  const anyRecord = fc
    .record({
      moment: fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) }),
      name: anyText,
      payload: fc.option(anyText),
      before: fc.option(fc.jsonValue()),
      response: fc.option(anyText),
      entity: fc.boolean(),
      consumer: fc.boolean(),
    })
    .map(({ moment, name, payload, before, response, entity, consumer }) => {
      const written = record({ occurredAt: instant(moment), before, after: { a: 1 }, response }, payload, name);
      const { principal } = written.origin;
      return {
        ...written,
        origin: {
          ...written.origin,
          principal: { ...principal, kind: consumer ? ('API_CONSUMER' as const) : ('USER' as const) },
        },
        ...(entity ? { entityType: 'CLIENT', entityKey: newEncodedKey() } : {}),
      };
    });
  await fc.assert(
    fc.asyncProperty(fc.array(anyRecord, { minLength: 1, maxLength: 50 }), async (records) => {
      await send(bank.db, insertAuditRecords(records));
      expect(await found()).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

it('every record is sealed once and in its place, however transactions overlap', async () => {
  const names = Array.from({ length: 120 }, (_, index) => `n${index}`);
  let open = true;
  const sealing = (async () => {
    let sealed = 0;
    while (open) {
      sealed += await seal();
      expect(await found()).toEqual([]);
    }
    return sealed;
  })();
  await fc.assert(
    fc.asyncProperty(
      fc.infiniteStream(fc.integer({ min: 0, max: 30 })),
      fc.infiniteStream(fc.boolean()),
      async (waits, fails) => {
        const wait = (): Promise<void> => sleep(waits.next().value ?? 0);
        // At most as many at once as leave the sealer a connection.
        const queue = [...names];
        const worker = async (): Promise<void> => {
          for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
            const told = name;
            await transaction(bank.db, async (db) => {
              await wait();
              await send(db, insertAuditRecords([record({}, null, told), record({}, null, told)]));
              await wait();
              if (fails.next().value) throw new Error('rolled back');
            }).catch(() => undefined);
          }
        };
        await Promise.all([1, 2, 3, 4].map(worker));
      },
    ),
    { numRuns: 2 },
  );
  open = false;
  const sealed = (await sealing) + (await seal());
  const { rows } = await bank.db.query<{ records: number; covered: number }>(
    `SELECT (SELECT count(*) FROM audit_record) AS records, (SELECT sum(record_count)::bigint FROM audit_seal) AS covered`,
  );
  expect(rows).toEqual([{ records: sealed, covered: sealed }]);
  expect(sealed).toBeGreaterThan(0);
  expect(await found()).toEqual([]);
}, 60_000);

it('whatever is changed, deleted or inserted is named, and nothing else is', async () => {
  const write = (count: number): Promise<void> =>
    send(bank.db, insertAuditRecords(Array.from({ length: count }, () => record())));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
      fc.uniqueArray(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.constantFrom('change', 'replace', 'delete', 'insert')),
      async (sizes, places, kinds) => {
        await bank.db.query('TRUNCATE audit_record, audit_seal');
        for (const size of sizes) {
          // A number that no record has: where somebody could put one.
          await bank.db.query(`SELECT nextval('audit_record_id_seq')`);
          await write(size);
          await seal();
        }
        const { rows } = await bank.db.query<{ id: number }>('SELECT id FROM audit_record ORDER BY id');
        const ids = rows.map(({ id }) => id);
        const gap = (ids[0] ?? 0) - 1;
        const expected = new Set<string>();
        for (const id of new Set(places.map((place) => ids[place % ids.length] ?? 0))) {
          const kind = kinds.next().value;
          if (kind === 'change') {
            await bank.db.query(`UPDATE audit_record SET status = 500 WHERE id = $1`, [id]);
            expected.add(`AUDIT_RECORD_CHANGED audit record ${id}`);
          } else if (kind === 'replace') {
            await bank.db.query(`UPDATE audit_record SET username = 'x', hash = sha256(hash) WHERE id = $1`, [id]);
            expected.add(`AUDIT_RECORD_CHANGED audit record ${id}`);
          } else if (kind === 'delete') {
            await bank.db.query('DELETE FROM audit_record WHERE id = $1', [id]);
            expected.add(`AUDIT_RECORD_DELETED audit record ${id}`);
          } else if (!expected.has(`AUDIT_RECORD_INSERTED audit record ${gap}`)) {
            await write(1);
            await bank.db.query(
              `WITH own AS (DELETE FROM audit_record WHERE id = (SELECT max(id) FROM audit_record) RETURNING *)
               INSERT INTO audit_record (id, occurred_at, operation, method, uri, user_key, username, client_ip, user_agent, status, hash)
               OVERRIDING SYSTEM VALUE
               SELECT $1, occurred_at, operation, method, uri, user_key, username, client_ip, user_agent, status, hash FROM own`,
              [gap],
            );
            expected.add(`AUDIT_RECORD_INSERTED audit record ${gap}`);
          }
        }
        expect(new Set(await found())).toEqual(expected);
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);
