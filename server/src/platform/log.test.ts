import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createLogger, prettyLine } from './log.ts';

function logged(format: 'json' | 'pretty', write: (logger: ReturnType<typeof createLogger>) => void): string {
  const output = new PassThrough();
  write(createLogger({ level: 'info', format, output }));
  return String(output.read() ?? '');
}

test('JSON lines carry level and time by name', () => {
  const line: unknown = JSON.parse(logged('json', (logger) => logger.warn({ port: 8080 }, 'hello')));
  expect(line).toMatchObject({ level: 'warn', port: 8080, msg: 'hello', time: expect.stringMatching(/^\d{4}-.*Z$/) });
});

test('secrets never appear', () => {
  const secret = 'hunter2';
  const text = logged('json', (logger) => {
    logger.info({ authorization: secret, headers: { authorization: secret, apikey: secret } });
    logger.info({ request: { headers: { authorization: secret }, body: { password: secret } } });
  });
  expect(text).not.toContain(secret);
  expect(text).toContain('[hidden]');
});

test('lines for people: time, level, message, details, and the stack of an error below', () => {
  const text = logged('pretty', (logger) => {
    logger.info({ port: 8080, path: { a: 1 } }, 'Listening');
    logger.error(new Error('broken'));
    logger.debug('not shown');
  });
  expect(text).toMatch(/^\d\d:\d\d:\d\d\.\d{3} info {2}Listening port=8080 path=\{"a":1\}\n/);
  expect(text).toMatch(/error broken\n {4}Error: broken\n {8}at /);
  expect(text).not.toContain('not shown');
});

test('what is no JSON passes as it is', () => {
  expect(prettyLine('plain\n', false)).toBe('plain\n');
});
