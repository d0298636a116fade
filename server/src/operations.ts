import type { Handlers } from './platform/http/handler.ts';

/** Every operation that Florin has built, by its name in the contract; all others answer 501. */
export const handlers: Handlers = {};
