import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { FileDownload } from '../../kernel/file.ts';
import type { OperationDefinition } from './operationDefinition.ts';

/** RFC 6266: the plain name for everybody, and the exact one for who can read it when it has other letters than ASCII. */
export const contentDisposition = (fileName: string): string => {
  const plain = fileName.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '\\$&');
  if (/^[\x20-\x7e]*$/.test(fileName)) return `attachment; filename="${plain}"`;
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};

/**
 * Streams a file in the contract's media type. It is always an attachment: what somebody uploaded must never be shown as a page of ours.
 */
export const sendFile = (reply: FastifyReply, definition: OperationDefinition, file: FileDownload): FastifyReply =>
  reply
    .type(definition.responseMediaType ?? 'application/octet-stream')
    .header('Content-Disposition', contentDisposition(file.fileName))
    .header('Content-Length', file.size)
    .send(Readable.from(file.pieces, { objectMode: false }));
