import { describe, expect, it } from 'vitest';
import { withoutSecrets } from './secrets.ts';

describe('withoutSecrets', () => {
  it.each([
    ['a password', '{"username":"ann","password":"hunter22"}', '{"username":"ann","password":"…"}'],
    ['one that is no text', '{"password":{"deep":["hunter22"]}}', '{"password":"…"}'],
    ['one deep inside', '[{"a":{"newPassword":"hunter22"}}]', '[{"a":{"newPassword":"…"}}]'],
    ['a name with an escape', String.raw`{"pass\u0077ord":"hunter22"}`, '{"password":"…"}'],
    ['a password beside a trap', '{"toJSON":1,"password":"hunter22"}', '{"toJSON":1,"password":"…"}'],
    ['a secret key', '{"secretKey":"k"}', '{"secretKey":"…"}'],
    ['an API key, and not its id', '{"apiKey":"k","apiKeyId":"1"}', '{"apiKey":"…","apiKeyId":"1"}'],
    [
      'the digits of a number beside it',
      '{"password":"p","n":1234567890123456789.10}',
      '{"password":"…","n":1234567890123456789.1}',
    ],
    ['no secret: as it was', '{ "amount" : 1.50 }', '{ "amount" : 1.50 }'],
    ['a field told to be empty', '{"password":null}', '{"password":null}'],
    ['what is not JSON', '{"password":"hunter2', null],
    ['nothing', null, null],
  ])('hides %s', (_, text, expected) => {
    expect(withoutSecrets(text)).toBe(expected);
  });
});
