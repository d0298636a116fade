import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../server/src/platform/db/embeddedPostgres.ts';
import { createPool, type DbPool } from '../../server/src/platform/db/pool.ts';
import { basicAuthorization } from '../client/bankClient.ts';
import { type BankProcess, startBankProcess } from '../client/bankProcess.ts';
import { readOptions, runCommand, wholeOption } from '../client/commandLine.ts';
import { temporaryFolder } from '../client/folders.ts';
import { counted, say } from '../client/progress.ts';
import { type Defer, scoped } from '../client/scope.ts';
import { table } from '../client/table.ts';

const help = `
Measures what searches cost in a bank of many clients: by indexed fields beside a small bank, page by page, and all of them as one stream.

  npm run bench:search

  --clients  in the large bank; default 1000000
`;

const small = 10_000;
const questions = 200;
const pageSize = 100;
const farPage = 1000;
const octets = 'application/vnd.mambu.v2+octetstream';
const mostSlower = 1.5;
const mostMegabytes = 100;

/** Clients numbered from one number to another, with everything an index looks at, in one statement. */
const fill = async (pool: DbPool, from: number, to: number): Promise<void> => {
  say(`  ${counted(to)} clients …`);
  await pool.query(
    `INSERT INTO client (encoded_key, id, state, first_name, last_name, email_address, mobile_phone, client_role_key, creation_date,
                         last_modified_date)
     SELECT new_encoded_key(), 'C' || n, 'INACTIVE', 'First' || n % 1000, 'Last' || n, 'c' || n || '@example.org', '+49' || n,
            (SELECT encoded_key FROM client_role WHERE client_type = 'CLIENT' ORDER BY creation_date LIMIT 1),
            now() - n * interval '1 second', now() - n * interval '1 second'
       FROM generate_series($1::int, $2::int) n`,
    [from, to],
  );
  await pool.query('VACUUM ANALYZE client');
  say(' done\n');
};

type Asked = { readonly milliseconds: number; readonly rows: number; readonly next: string };

const search = async (bank: BankProcess, query: string, criteria: readonly object[]): Promise<Asked> => {
  const began = performance.now();
  const response = await fetch(`${bank.address.url}/api/clients:search?${query}`, {
    method: 'POST',
    headers: { ...headersOf(bank), Accept: 'application/vnd.mambu.v2+json' },
    body: JSON.stringify({ filterCriteria: criteria }),
  });
  const body: unknown = await response.json();
  if (!response.ok || !Array.isArray(body)) throw new Error(`a search was refused: ${JSON.stringify(body)}`);
  return {
    milliseconds: performance.now() - began,
    rows: body.length,
    next: response.headers.get('items-next-cursor') ?? '',
  };
};

const headersOf = (bank: BankProcess): Record<string, string> => ({
  Authorization: basicAuthorization(bank.address),
  'Content-Type': 'application/json',
  'User-Agent': 'florin-bench',
});

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** What people look for somebody by; every question has one answer. */
const searches: readonly { readonly name: string; readonly criterion: (n: number) => object }[] = [
  { name: 'id', criterion: (n) => ({ field: 'id', operator: 'EQUALS', value: `c${n}` }) },
  { name: 'id, case', criterion: (n) => ({ field: 'id', operator: 'EQUALS_CASE_SENSITIVE', value: `C${n}` }) },
  { name: 'last name', criterion: (n) => ({ field: 'lastName', operator: 'EQUALS', value: `Last${n}` }) },
  { name: 'e-mail', criterion: (n) => ({ field: 'emailAddress', operator: 'EQUALS', value: `C${n}@example.org` }) },
  { name: 'mobile phone', criterion: (n) => ({ field: 'mobilePhoneNumber', operator: 'EQUALS', value: `+49${n}` }) },
  {
    name: 'full name starts',
    criterion: (n) => ({ field: 'fullName', operator: 'STARTS_WITH', value: `first${n % 1000} last${n}` }),
  },
];

/** The median of each search, asked one after the other for clients all over the bank. */
const measureSearches = async (bank: BankProcess, clients: number): Promise<readonly number[]> => {
  const medians: number[] = [];
  for (const { criterion } of searches) {
    const times: number[] = [];
    for (let index = 0; index < questions; index += 1) {
      // The upper half, so that no number is the beginning of another one's.
      const n = Math.floor(clients / 2 + ((index * 7919) % (clients / 2)));
      const asked = await search(bank, 'limit=50', [criterion(n)]);
      if (asked.rows !== 1)
        throw new Error(`${JSON.stringify(criterion(n))} found ${asked.rows} clients instead of one`);
      times.push(asked.milliseconds);
    }
    medians.push(median(times));
  }
  return medians;
};

/** The medians of the first page and of a far one, and that far cursor's way there. */
const measurePages = async (bank: BankProcess): Promise<{ readonly first: number; readonly far: number }> => {
  let cursor = '_';
  for (let page = 1; page < farPage; page += 1) {
    cursor = (await search(bank, `cursor=${cursor}&limit=${pageSize}`, [])).next;
    if (cursor === '') throw new Error(`there are fewer than ${farPage} pages`);
  }
  const timesOf = async (from: string): Promise<number> => {
    const times: number[] = [];
    for (let index = 0; index < 30; index += 1) {
      times.push((await search(bank, `cursor=${from}&limit=${pageSize}`, [])).milliseconds);
    }
    return median(times);
  };
  return { first: await timesOf('_'), far: await timesOf(cursor) };
};

/** Megabytes of memory that a process holds (Linux). */
const residentMegabytes = (pid: number): number => {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1] ?? Number.NaN) / 1024;
};

type Streamed = {
  readonly clients: number;
  readonly seconds: number;
  readonly megabytes: number;
  readonly growth: number;
};

/** Reads all clients as one stream, and watches the server's memory meanwhile. */
const measureStream = async (bank: BankProcess): Promise<Streamed> => {
  const before = residentMegabytes(bank.pid);
  let most = before;
  let open = true;
  const watch = (async () => {
    while (open) {
      most = Math.max(most, residentMegabytes(bank.pid));
      await sleep(50);
    }
  })();
  const began = performance.now();
  const response = await fetch(`${bank.address.url}/api/clients:search?cursor=_`, {
    method: 'POST',
    headers: { ...headersOf(bank), Accept: octets },
    body: JSON.stringify({ filterCriteria: [] }),
  });
  if (!response.ok || !response.body) throw new Error(`the stream was refused with ${response.status}`);
  let [bytes, clients, rest] = [0, 0, ''];
  const mark = '"encodedKey":';
  for await (const chunk of response.body) {
    bytes += chunk.length;
    const text = rest + Buffer.from(chunk).toString('latin1');
    clients += text.split(mark).length - 1;
    // A mark that two chunks share is counted with the second one.
    rest = text.slice(-(mark.length - 1));
  }
  open = false;
  await watch;
  return { clients, seconds: (performance.now() - began) / 1000, megabytes: bytes / 1e6, growth: most - before };
};

const bench = async (defer: Defer): Promise<number> => {
  const wanted = readOptions({ clients: { type: 'string' } } as const, help);
  const large = wholeOption('clients', wanted.clients, 1_000_000, farPage * pageSize + 1);
  const folder = await temporaryFolder('florin-search-');
  defer(() => rm(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'database');
  await mkdir(dataDir, { mode: 0o711 });
  const postgres = await startEmbeddedPostgres({ dataDir });
  defer(() => postgres.stop());
  const pool = createPool(postgres.connectionString(), { max: 1, statementTimeoutMs: 0 });
  defer(() => pool.end());
  const bank = await startBankProcess({
    dataDir: folder,
    databaseUrl: postgres.connectionString(),
    password: 'bench-search',
  });
  defer(bank.stop);

  say('A small bank\n');
  await fill(pool, 1, small);
  await measureSearches(bank, small);
  const inSmall = await measureSearches(bank, small);
  say('A large bank\n');
  await fill(pool, small + 1, large);
  await measureSearches(bank, large);
  const inLarge = await measureSearches(bank, large);
  const pages = await measurePages(bank);
  // The first stream warms up what the second one is measured with.
  await measureStream(bank);
  const streamed = await measureStream(bank);

  const ms = (value: number): string => value.toFixed(2);
  const rows = searches.map(({ name }, index) => {
    const [here = Number.NaN, there = Number.NaN] = [inSmall[index], inLarge[index]];
    return { name, here, there, ratio: there / here };
  });
  rows.push({
    name: `page 1 / page ${counted(farPage)}`,
    here: pages.first,
    there: pages.far,
    ratio: pages.far / pages.first,
  });
  const columns = [
    { heading: 'Search' },
    { heading: `${counted(small)} clients, ms`, numeric: true },
    { heading: `${counted(large)} clients, ms`, numeric: true },
    { heading: `times (at most ${mostSlower})`, numeric: true },
  ];
  say(
    `\n${table(
      columns,
      rows.map(({ name, here, there, ratio }) => [name, ms(here), ms(there), ms(ratio)]),
    )}\n`,
  );
  say(
    `\n  All ${counted(streamed.clients)} clients as one stream: ${counted(streamed.megabytes)} MB in ${streamed.seconds.toFixed(1)} s; ` +
      `the server grew by ${streamed.growth.toFixed(0)} MB (at most ${mostMegabytes}).\n`,
  );
  const met = rows.every(({ ratio }) => ratio <= mostSlower) && streamed.growth <= mostMegabytes;
  say(met ? '\nEverything within its limits.\n' : '\nNot everything is within its limits.\n');
  return streamed.clients === large ? 0 : 1;
};

await runCommand(() => scoped(bench));
