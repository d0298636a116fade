import pg from 'pg';
import { type Latencies, latenciesOf } from './percentiles.ts';

const ACCOUNTS_PER_SCALE = 100_000;
const TELLERS_PER_SCALE = 10;

/** Makes and fills the four tables the way pgbench does. */
export const loadTpcB = async (connectionString: string, scale: number): Promise<void> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(`
      CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88)) WITH (fillfactor = 100);
      CREATE TABLE pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84)) WITH (fillfactor = 100);
      CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84)) WITH (fillfactor = 100);
      CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
      INSERT INTO pgbench_branches SELECT id, 0, '' FROM generate_series(1, ${scale}) id;
      INSERT INTO pgbench_tellers SELECT id, (id - 1) / ${TELLERS_PER_SCALE} + 1, 0, '' FROM generate_series(1, ${scale * TELLERS_PER_SCALE}) id;
      INSERT INTO pgbench_accounts SELECT id, (id - 1) / ${ACCOUNTS_PER_SCALE} + 1, 0, '' FROM generate_series(1, ${scale * ACCOUNTS_PER_SCALE}) id;`);
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
};

const random = (most: number): number => 1 + Math.floor(Math.random() * most);

const statement = (client: pg.Client, name: string, text: string, values: number[]) =>
  client.query({ name, text, values });

const oneTransaction = async (client: pg.Client, scale: number): Promise<void> => {
  const aid = random(scale * ACCOUNTS_PER_SCALE);
  const bid = random(scale);
  const tid = random(scale * TELLERS_PER_SCALE);
  const delta = random(10_001) - 5_001;
  await client.query('BEGIN');
  await statement(client, 'a', 'UPDATE pgbench_accounts SET abalance = abalance + $1 WHERE aid = $2', [delta, aid]);
  await statement(client, 'b', 'SELECT abalance FROM pgbench_accounts WHERE aid = $1', [aid]);
  await statement(client, 'c', 'UPDATE pgbench_tellers SET tbalance = tbalance + $1 WHERE tid = $2', [delta, tid]);
  await statement(client, 'd', 'UPDATE pgbench_branches SET bbalance = bbalance + $1 WHERE bid = $2', [delta, bid]);
  await statement(
    client,
    'e',
    'INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES ($1, $2, $3, $4, CURRENT_TIMESTAMP)',
    [tid, bid, aid, delta],
  );
  await client.query('COMMIT');
};

/** Runs TPC-B-like transactions for some seconds over so many connections. */
export const runTpcB = async (
  connectionString: string,
  options: { readonly scale: number; readonly connections: number; readonly seconds: number },
): Promise<{ readonly perSecond: number; readonly latencies: Latencies }> => {
  const clients = Array.from({ length: options.connections }, () => new pg.Client({ connectionString }));
  await Promise.all(clients.map((client) => client.connect()));
  const measured: number[] = [];
  const deadline = performance.now() + options.seconds * 1000;
  try {
    await Promise.all(
      clients.map(async (client) => {
        for (let began = performance.now(); began < deadline; ) {
          await oneTransaction(client, options.scale);
          const ended = performance.now();
          if (ended <= deadline) measured.push(Math.round((ended - began) * 1000));
          began = ended;
        }
      }),
    );
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
  return { perSecond: measured.length / options.seconds, latencies: latenciesOf(Uint32Array.from(measured)) };
};
