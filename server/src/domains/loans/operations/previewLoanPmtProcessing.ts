import type { Schemas } from '../../../generated/schemas.ts';
import { read } from '../../../platform/http/handler.ts';
import { scheduleOf } from '../convertAccount.ts';
import { findLoanAccount } from '../store/loanAccountStore.ts';
import { sameValue } from '../store/sameValue.ts';
import { isBehind } from './asShownToday.ts';
import { knownTerms, loanNotFound } from './loanContext.ts';
import { foldToToday, withFigures } from './loanEffects.ts';

/** What an instalment asks for and was paid. Interest accrues on a running one every day, whatever happens to the loan. */
const asked = ({ interestAccrued: _, ...told }: Schemas['Installment']): unknown => told;

/**
 * POST /loans/{loanAccountId}/schedule/previewProcessPMTTransactionally: the schedule that comes of the agreed terms when every transaction of the loan is
 * processed anew up to today, beside the one that is stored. They differ where a day has come whose night has not run, or where the stored one is wrong.
 * Nothing is stored.
 */
export const previewLoanPmtProcessing = read('previewLoanPmtProcessing', async ({ path }, context) => {
  const stored = await findLoanAccount(context.db, path.loanAccountId, { parts: true });
  if (!stored) return loanNotFound(path.loanAccountId);
  const known = { ...stored, terms: knownTerms(stored, context) };
  const processed = withFigures(known, foldToToday(known, context), context);
  const existingSchedule = scheduleOf(stored, context).installments ?? [];
  const schedule = scheduleOf(processed, context).installments ?? [];
  const differences = !sameValue(existingSchedule.map(asked), schedule.map(asked));
  return {
    body: {
      status: 'SUCCESS',
      info: differences
        ? isBehind(stored, context)
          ? 'Processed to today, the schedule is another than the one stored on an earlier day.'
          : 'Processed anew, the schedule is another than the stored one.'
        : 'Processed anew, the schedule is the stored one.',
      result: { differences, existingSchedule, schedule },
    },
  };
});
