import { describe, expect, it } from 'vitest';
import type { LoadOrder } from './load.ts';
import { requestsOf, requestTemplate } from './request.ts';
import { wrkResult, wrkScript } from './wrk.ts';

const order: LoadOrder = {
  kind: 'deposits',
  host: '127.0.0.1',
  port: 8080,
  authorization: 'Basic YWRtaW46eA==',
  connections: 8,
  seconds: 1,
  accountPrefix: 'BENCH',
  accounts: 10_000,
  amount: 1,
};

describe('the request of a load generator', () => {
  it('is a hold, and then the payment that settles it by the same card', () => {
    const next = requestsOf({ ...order, kind: 'cardPairs' });
    const texts = Array.from({ length: 3 }, () => {
      const { bytes, ends } = next();
      return `${ends} ${bytes.toString('latin1')}`;
    });
    const token = /^false POST \/api\/cards\/(BENCH\d{6})\/authorizationholds HTTP/.exec(texts[0] ?? '')?.[1];
    const reference = /"externalReferenceId":"([0-9a-f-]{36})"/.exec(texts[0] ?? '')?.[1];
    expect(texts[1]).toContain(`true POST /api/cards/${token}/financialtransactions HTTP`);
    expect(texts[1]).toContain(`"externalAuthorizationReferenceId":"${reference}"`);
    expect(texts[1]).not.toContain(`"externalReferenceId":"${reference}"`);
    expect(texts[2]).not.toContain(`"externalReferenceId":"${reference}"`);
  });

  it('is complete, and knows where key and account stand', () => {
    const { bytes, keyAt, accountAt } = requestTemplate(order);
    bytes.write('11111111-2222-4333-8444-555555555555', keyAt, 'latin1');
    bytes.write('BENCH004711', accountAt, 'latin1');
    const text = bytes.toString('latin1');
    expect(text).toContain('POST /api/deposits/BENCH004711/deposit-transactions HTTP/1.1\r\n');
    expect(text).toContain('\r\nIdempotency-Key: 11111111-2222-4333-8444-555555555555\r\n');
    expect(text).toMatch(/\r\nContent-Length: 12\r\n\r\n\{"amount":1\}$/);
  });
});

describe('wrk', () => {
  it('gets the same request with places for account and key', () => {
    const script = wrkScript(order);
    expect(script).toContain('local before, between, after = "POST /api/deposits/BENCH", "/deposit-transactions HTTP');
    expect(script).toContain('"\\r\\nContent-Length: 12');
    expect(script).toContain('math.random(0, 9999)');
    expect(wrkScript({ ...order, kind: 'repayments' })).toContain('"/repayment-transactions HTTP');
  });

  it('gets holds, and payments that settle a hold of some thousand requests before', () => {
    const script = wrkScript({ ...order, kind: 'cardPairs', connections: 256 });
    expect(script).toContain('last - first >= 2048');
    expect(script).toContain('"POST /api/cards/BENCH" .. card .. "/financialtransactions HTTP');
    expect(script).toContain('"POST /api/cards/BENCH" .. card .. "/authorizationholds HTTP');
    expect(script).not.toContain('00000000-0000');
    // The first request of a thread is only looked at: its hold is settled by nobody.
    expect(script).toContain('if turn > 1 then');
  });

  it('tells rates, latencies and failures in one line', () => {
    const result = wrkResult('Running 1s test\nRESULT 500 2 2000000 1500 3000 9000 12000 518\n', 8);
    expect(result.perSecond).toBe(250);
    expect(result.latencies).toEqual({ p50: 1.5, p95: 3, p99: 9, worst: 12 });
    expect([result.created, result.failed, result.moved]).toEqual([500, 2, { least: 502, most: 518 }]);
    expect(result.firstFailure).toMatch(/--generator own/);
    expect(wrkResult('RESULT 500 0 2000000 1500 3000 9000 12000 518\n', 8).firstFailure).toBeNull();
  });
});
