import { type LocalDate, latest } from '../../../kernel/localDate.ts';
import { zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { RowEffect } from '../../../platform/posting/command.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { accruesFrom, scheduleOf } from '../rules/interest/accountInterest.ts';
import { applicationDatesBetween } from '../rules/interest/applicationDates.ts';
import { decideApplication } from '../rules/interest/decideApplication.ts';
import { productOfAccount } from '../store/depositProductReference.ts';
import { appliedDecision } from './applied.ts';
import { interestFactsOf } from './interestFacts.ts';
import { postingFacts } from './postingFacts.ts';

/** An account after its interest was applied, and what is written for it; nothing where none was due. */
export type AppliedInterest = { readonly account: DepositAccount; readonly rows: readonly RowEffect[] };

/**
 * Applies an account's interest on each date of its schedule after one day and through another, each on its own date and on the balance that the one
 * before left. A date in a closed period is today instead. The account's history must hold its movements since the last application.
 */
export const applyDueInterest = (
  before: DepositAccount,
  days: { readonly after: LocalDate; readonly through: LocalDate },
  context: OperationContext,
): AppliedInterest | Rejection => {
  const { zone } = context.clock;
  const product = productOfAccount(context.reference, before.productTypeKey);
  const activation = before.activationDate && zone.localDateOf(before.activationDate);
  const schedule =
    activation &&
    scheduleOf(
      activation,
      before.maturityDate && zone.localDateOf(before.maturityDate),
      product,
      before.interest?.own ?? null,
    );
  const last = accruesFrom(before, zone);
  let account = before;
  const rows: RowEffect[] = [];
  if (!schedule || last === null) return { account, rows };
  for (const due of applicationDatesBetween(schedule, latest(days.after, last), days.through)) {
    const facts = postingFacts(account, context, { amount: zero, type: 'INTEREST_APPLIED', details: null });
    const isClosed = facts.closure(zone.startOf(due)) !== undefined;
    const date = isClosed ? context.today : due;
    const applied = decideApplication(
      facts,
      { date, valueDate: zone.startOf(date), notes: null },
      interestFactsOf(context, account.assignedBranchKey),
    );
    // Days without a value of the index are applied together with later ones, and so is what nobody knows the tax of.
    if (isRejection(applied)) break;
    if (applied.posted !== null) {
      const decided = appliedDecision(facts, applied, context);
      if (isRejection(decided)) return decided;
      rows.push(...decided.rows);
      account = applied.posted.account;
    }
    if (isClosed) break;
  }
  return { account, rows };
};
