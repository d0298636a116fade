import type { FastifyRequest } from 'fastify';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import type { Origin } from '../posting/job.ts';
import type { Tenant } from '../tenant.ts';
import { errorBody, statusOf } from './errorReply.ts';
import { readJsonBody } from './jsonBody.ts';
import type { OperationDefinition } from './operationDefinition.ts';

/** So many characters of a refused request are kept: it was no change, and nobody shall fill the trail with a few large ones. */
const longestPayload = 10_000;

const payloadOf = ({ body }: FastifyRequest): string | null => {
  const parsed = Buffer.isBuffer(body) && body.length > 0 ? readJsonBody(body) : undefined;
  if (parsed === undefined || isRejection(parsed)) return null;
  return parsed.text.length > longestPayload ? `${parsed.text.slice(0, longestPayload)}…` : parsed.text;
};

type Asked = {
  readonly request: FastifyRequest;
  readonly definition: OperationDefinition;
  readonly tenant: Tenant;
  readonly origin: Origin;
};

/**
 * Runs a change, and records it when it was refused or failed; a change that was made has written its record in its own transaction. That a
 * refusal could not be recorded is for the log: its answer is right all the same.
 */
export const recordRefusals = async <Sent extends object>(
  { request, definition, tenant, origin }: Asked,
  run: () => Promise<Sent | Rejection>,
): Promise<Sent | Rejection> => {
  const record = async (status: number, response: string | null): Promise<void> => {
    try {
      await tenant.refusedChanges.record({
        occurredAt: tenant.clock.now(),
        operation: definition.name,
        origin: { ...origin, payload: payloadOf(request) },
        entityType: null,
        entityKey: null,
        before: undefined,
        after: undefined,
        status,
        response,
      });
    } catch (error) {
      request.log.error({ err: error, reqId: request.id }, 'a refused change is missing in the audit trail');
    }
  };
  try {
    const result = await run();
    if (isRejection(result)) await record(statusOf(result), JSON.stringify(errorBody(result)));
    return result;
  } catch (error) {
    await record(500, null);
    throw error;
  }
};
