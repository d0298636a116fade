import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { LocalDate } from '../../kernel/localDate.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import type { Principal } from '../auth/principal.ts';
import type { Tenant } from '../tenant.ts';
import type { AnyCommand } from './command.ts';
import type { FinishedAnswer } from './job.ts';
import { nightOrigin } from './nightOrigin.ts';

/** An account that a night's work was refused on, for a day that ended. */
export type RefusedAtNight = {
  readonly day: LocalDate;
  readonly accountKey: EncodedKey;
  readonly errorReason: string;
  readonly errorSource: string;
};

/** The night that asks: whose work it is, the day that ended, and who is told of refusals. */
type Night = {
  readonly tenant: Tenant;
  readonly day: LocalDate;
  readonly principal: Principal;
  readonly onRefused?: (refused: RefusedAtNight) => void;
};

/** Accounts handed to the runner at a time, so that a long night does not fill the queue in front of requests. */
const chunk = 500;

/** What an internal command is called with: an account, and perhaps what it is about there. */
type AboutAccount = { readonly accountKey: EncodedKey };

const submit = (command: AnyCommand, input: AboutAccount, night: Night): Promise<FinishedAnswer | Rejection> =>
  new Promise((settle, fail) => {
    night.tenant.runner.submit({
      command,
      input,
      names: input.accountKey,
      origin: nightOrigin(night),
      idempotency: null,
      successStatus: 204,
      settle,
      fail,
    });
  });

/**
 * Runs an internal command for each input through the runner, as requests do, and answers on how many it was done. Where one is refused the night is
 * told, and goes on with the others; a night that nobody listens to throws instead, naming the account.
 */
export const runForEach = async <Input extends AboutAccount>(
  command: AnyCommand,
  inputs: readonly Input[],
  night: Night,
): Promise<number> => {
  let refused = 0;
  for (let start = 0; start < inputs.length; start += chunk) {
    const some = inputs.slice(start, start + chunk);
    const results = await Promise.all(some.map((input) => submit(command, input, night)));
    for (const [index, result] of results.entries()) {
      const accountKey = some[index]?.accountKey;
      if (!isRejection(result) || accountKey === undefined) continue;
      refused += 1;
      const errorReason = result.errors[0]?.reason ?? 'INTERNAL_ERROR';
      const errorSource = result.errors[0]?.source ?? '';
      if (!night.onRefused) throw new Error(`account ${accountKey}, end of day ${night.day}: ${errorSource}`);
      night.onRefused({ day: night.day, accountKey, errorReason, errorSource });
    }
  }
  return inputs.length - refused;
};

/** The same for accounts of which nothing else has to be said. */
export const runForAccounts = (
  command: AnyCommand,
  accountKeys: readonly EncodedKey[],
  night: Night,
): Promise<number> =>
  runForEach(
    command,
    accountKeys.map((accountKey) => ({ accountKey })),
    night,
  );
