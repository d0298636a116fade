import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminUser, startBank, type TestBank } from './harness/bank.ts';
import { formType } from './harness/form.ts';

/** Uploads over a real connection, where bytes arrive one after the other and senders go away. */
let bank: TestBank;
let port: number;
let clientId: string;
beforeAll(async () => {
  bank = await startBank();
  await bank.app.server.listen({ port: 0, host: '127.0.0.1' });
  port = (bank.app.server.server.address() as AddressInfo).port;
  clientId = String((await bank.ok('createClient', { body: { firstName: 'Ana', lastName: 'Pop' } })).id);
});
afterAll(() => bank.stop());

const megabyte = 1024 * 1024;
const boundary = formType.slice(formType.indexOf('=') + 1);
const opening = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="big.png"\r\n\r\n\x89PNG\r\n\x1a\n`;
const closing = `\r\n--${boundary}--\r\n`;

/** A form with a picture of so many bytes, made while it is sent. */
async function* bigForm(size: number): AsyncGenerator<Buffer> {
  const start = Buffer.from(opening, 'latin1');
  yield start;
  const block = randomBytes(megabyte);
  for (let left = size - 8; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, block.length));
  yield Buffer.from(closing);
}

type Outcome = { readonly status: number; readonly text: string };

const headersOf = (user: string): Record<string, string> => ({
  'content-type': formType,
  'user-agent': 'florin-test',
  authorization: `Basic ${Buffer.from(user).toString('base64')}`,
});

const upload = (body: Readable, user = adminUser): Promise<Outcome> =>
  new Promise((resolve, fail) => {
    const sent = request(
      {
        port,
        path: `/api/clients/${clientId}/documents`,
        method: 'POST',
        headers: headersOf(user),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on('error', fail);
    body.on('error', fail);
    body.pipe(sent);
  });

const stored = async (): Promise<unknown> =>
  (
    await bank.db.query(
      'SELECT (SELECT count(*)::int FROM stored_file) AS files, (SELECT count(*)::int FROM stored_file_piece) AS pieces',
    )
  ).rows[0];

test('fifty megabytes are the most, and more is refused without keeping any of it', async () => {
  const refused = await upload(Readable.from(bigForm(60 * megabyte)));
  expect(refused.status).toBe(400);
  expect(JSON.parse(refused.text).errors[0].errorReason).toBe('MAX_FILE_SIZE_EXCEEDED');
  expect(await stored()).toEqual({ files: 0, pieces: 0 });
  expect((await upload(Readable.from(bigForm(50 * megabyte + 1)))).status).toBe(400);
  const accepted = await upload(Readable.from(bigForm(50 * megabyte)));
  expect([accepted.status, JSON.parse(accepted.text).fileSize]).toEqual([201, 50 * megabyte]);
  expect(await stored()).toEqual({ files: 1, pieces: 100 });
  const { bytes } = await bank.call('downloadDocument', { path: { documentId: String(JSON.parse(accepted.text).id) } });
  expect(bytes.length).toBe(50 * megabyte);
  await bank.ok('deleteDocument', { path: { documentId: String(JSON.parse(accepted.text).id) } });
}, 120_000);

test('whoever may not upload is told so before anything is read', async () => {
  const before = await stored();
  const { status } = await upload(Readable.from(bigForm(2 * megabyte)), 'nobody:wrong-password');
  expect(status).toBe(401);
  expect(await stored()).toEqual(before);
});

test('a sender who goes away leaves nothing behind', async () => {
  const before = JSON.stringify(await stored());
  const sent = request({
    port,
    path: `/api/clients/${clientId}/documents`,
    method: 'POST',
    headers: headersOf(adminUser),
  });
  sent.on('error', () => undefined);
  sent.write(Buffer.from(opening, 'latin1'));
  sent.write(randomBytes(2 * megabyte));
  const isAsBefore = async (): Promise<boolean> => JSON.stringify(await stored()) === before;
  await expect.poll(isAsBefore, { timeout: 10_000 }).toBe(false);
  sent.destroy();
  await expect.poll(isAsBefore, { timeout: 10_000 }).toBe(true);
});

test('what a process that died left behind is swept away by the next upload', async () => {
  await bank.db.query(
    `INSERT INTO stored_file (encoded_key, created_at) VALUES (gen_random_uuid(), now() - interval '2 hours'), (gen_random_uuid(), now())`,
  );
  expect((await upload(Readable.from(bigForm(megabyte)))).status).toBe(201);
  expect(await stored()).toEqual({ files: 2, pieces: 2 });
});
