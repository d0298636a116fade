import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { largestFile } from './formBody.ts';

/**
 * Reads what is left of a refused upload and forgets it: many senders listen only after they sent everything, and would never hear why they
 * are refused. Answers whether all of it came; whoever sends more than the largest upload on top is not waited for.
 */
export const drain = async ({ body }: FastifyRequest): Promise<boolean> => {
  if (!(body instanceof Readable)) return true;
  let left = largestFile;
  try {
    for await (const bytes of body.iterator({ destroyOnReturn: false })) {
      left -= (bytes as Buffer).length;
      if (left < 0) return false;
    }
  } catch {
    // The sender went away: nobody is left to be answered.
    return false;
  }
  return true;
};
