import { describe, expect, it } from 'vitest';
import { createResponseReader } from './responseReader.ts';

const response = (status: string, body: string, lengthName = 'content-length'): Buffer =>
  Buffer.from(
    `HTTP/1.1 ${status}\r\nx-request-id: 1\r\n${lengthName}: ${Buffer.byteLength(body)}\r\nDate: now\r\n\r\n${body}`,
  );

describe('the response reader', () => {
  it('tells the status of a response in one piece, again and again', () => {
    const reader = createResponseReader();
    expect(reader.push(response('201 Created', '{"id":"1"}'))).toBe(201);
    expect(reader.push(response('400 Bad Request', '{"errors":[]}'))).toBe(400);
    expect(reader.body()).toBe('{"errors":[]}');
    expect(reader.push(response('201 Created', ''))).toBe(201);
  });

  it('puts responses together that come byte by byte', () => {
    const reader = createResponseReader();
    for (const bytes of [response('201 Created', '{"name":"Łódź"}'), response('503 Service Unavailable', 'busy')]) {
      const statuses = Array.from(bytes, (_, index) => reader.push(bytes.subarray(index, index + 1)));
      expect(statuses.slice(0, -1).every((status) => status === 0)).toBe(true);
      expect(statuses.at(-1)).toBe(bytes.includes('busy') ? 503 : 201);
    }
  });

  it('does not keep the memory of a chunk', () => {
    const reader = createResponseReader();
    const shared = Buffer.from(response('201 Created', 'x').subarray(0, 20));
    expect(reader.push(shared)).toBe(0);
    shared.fill(0);
    expect(reader.push(response('201 Created', 'x').subarray(20))).toBe(201);
  });

  it.each(['Content-Length', 'CONTENT-LENGTH'])('reads %s in any spelling', (name) => {
    expect(createResponseReader().push(response('200 OK', 'abc', name))).toBe(200);
  });

  it('takes 204 without a length', () => {
    expect(createResponseReader().push(Buffer.from('HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n'))).toBe(204);
  });

  it('refuses what it can not count', () => {
    const chunked = Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n');
    expect(() => createResponseReader().push(chunked)).toThrow('without content-length');
    const two = Buffer.concat([response('200 OK', 'a'), response('200 OK', 'b')]);
    expect(() => createResponseReader().push(two)).toThrow('more than one response');
  });
});
