import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { reject } from '../../kernel/rejection.ts';
import { jsonMediaType } from './answerFormat.ts';
import { errorBody } from './errorReply.ts';

const refusals: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'the request did not arrive in time'],
  HPE_HEADER_OVERFLOW: [431, 'the headers are longer than this server reads'],
};
const unreadable = [400, 'this is not a request that HTTP knows'] as const;

/** Answers what the HTTP parser itself could not read, and so no route ever sees, in the contract's error shape, and closes the connection. */
export const refuseUnreadable = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, why] = refusals[error.code ?? ''] ?? unreadable;
  const body = JSON.stringify(errorBody(reject('INVALID_PARAMETERS', why, status)));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `Content-Type: ${jsonMediaType}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
};
