import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { LocalDate } from '../../kernel/localDate.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import type { Principal } from '../auth/principal.ts';
import type { Tenant } from '../tenant.ts';
import type { AnyCommand } from './command.ts';
import type { FinishedAnswer } from './job.ts';

/** The night that asks: whose work it is, and the day that ended. */
type Night = { readonly tenant: Tenant; readonly day: LocalDate; readonly principal: Principal };

/** Accounts handed to the runner at a time, so that a long night does not fill the queue in front of requests. */
const chunk = 500;

const submit = (command: AnyCommand, accountKey: EncodedKey, night: Night): Promise<FinishedAnswer | Rejection> =>
  new Promise((settle, fail) => {
    night.tenant.runner.submit({
      command,
      input: { accountKey },
      names: accountKey,
      origin: {
        principal: night.principal,
        method: 'EOD',
        uri: `end of day ${night.day}`,
        clientIp: '',
        userAgent: '',
        payload: null,
      },
      idempotency: null,
      successStatus: 204,
      settle,
      fail,
    });
  });

/**
 * Runs an internal command for each account through the runner, as requests do, and answers how many there were. Throws, naming the account, when
 * one is refused: the step then runs again.
 */
export const runForAccounts = async (
  command: AnyCommand,
  accountKeys: readonly EncodedKey[],
  night: Night,
): Promise<number> => {
  for (let start = 0; start < accountKeys.length; start += chunk) {
    const keys = accountKeys.slice(start, start + chunk);
    const results = await Promise.all(keys.map((key) => submit(command, key, night)));
    const refused = results.findIndex(isRejection);
    const refusal = results[refused];
    if (refusal && isRejection(refusal)) {
      throw new Error(`account ${keys[refused]}, end of day ${night.day}: ${refusal.errors[0]?.source ?? ''}`);
    }
  }
  return accountKeys.length;
};
