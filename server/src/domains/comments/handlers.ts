import type { Handlers } from '../../platform/http/handler.ts';
import { createComment, getComments } from './resources/comments.ts';

/** Every operation of comments. */
export const commentHandlers = { getComments, createComment } satisfies Handlers;
