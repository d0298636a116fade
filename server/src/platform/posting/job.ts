import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { Principal } from '../auth/principal.ts';
import type { AnyCommand } from './command.ts';

/** Where a change came from: what the audit record tells besides its outcome. */
export type Origin = {
  readonly principal: Principal;
  readonly method: string;
  readonly uri: string;
  readonly clientIp: string;
  readonly userAgent: string;
  /** The body as received; null when there was none or it is not JSON. Its secrets never reach a record (platform/audit). */
  readonly payload: string | null;
};

/** A client's key for one change, and the hash of the request it was sent with. */
export type IdempotencyKey = { readonly key: EncodedKey; readonly requestHash: Buffer };

/** An answer ready to send, as stored with the idempotency key: the body is its JSON text, the headers are those of its own, e.g. Location. */
export type FinishedAnswer = {
  readonly status: number;
  readonly body: string | null;
  readonly headers?: Readonly<Record<string, string>>;
};

/** One command waiting for its batch. */
export type Job = {
  readonly command: AnyCommand;
  readonly input: unknown;
  /** What it is mostly about, such as the account in the path: a hint which jobs would wait for each other. */
  readonly names: string | null;
  readonly origin: Origin;
  readonly idempotency: IdempotencyKey | null;
  readonly successStatus: number;
  readonly settle: (result: FinishedAnswer | Rejection) => void;
  readonly fail: (error: unknown) => void;
};
