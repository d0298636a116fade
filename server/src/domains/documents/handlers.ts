import type { Handlers } from '../../platform/http/handler.ts';
import { createClientDocument, createDocument } from './operations/createDocuments.ts';
import { deleteDocument } from './operations/deleteDocument.ts';
import {
  downloadClientDocument,
  downloadDocument,
  getClientDocument,
  getClientDocuments,
  getDocuments,
} from './operations/readDocuments.ts';

/** Every operation of documents. */
export const documentHandlers = {
  createDocument,
  getDocuments,
  downloadDocument,
  deleteDocument,
  createClientDocument,
  getClientDocuments,
  getClientDocument,
  downloadClientDocument,
} satisfies Handlers;
