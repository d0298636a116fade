import { everyDayWorks, previewSchedule } from '../../server/src/domains/loans/index.ts';
import { dynamicTermsOf } from '../../server/src/domains/loans/rules/testTerms.ts';
import { type LocalDate, parseLocalDate } from '../../server/src/kernel/localDate.ts';

/** How many schedules one core previews in a second of its own time. */
export type PreviewResult = { readonly instalments: number; readonly perSecond: number };

const instalments = 360;
const warmUp = 100;

/** 250,000 at 4.5 % a year over thirty years in equal monthly instalments, interest by actual days. */
const mortgage = dynamicTermsOf({
  loanAmount: 250_000,
  rate: '4.5',
  interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' },
  schedule: { repaymentInstallments: instalments },
});

const disbursement = (): LocalDate => {
  const date = parseLocalDate('2026-01-15');
  if (!date) throw new Error('the day of the disbursement is a date');
  return date;
};

/**
 * Previews the schedule again and again for some seconds. What counts is the processor time of this process, so that others on the
 * machine matter little. Every preview has terms of its own: nothing that is remembered of one serves the next.
 */
export const measurePreviews = (seconds: number): PreviewResult => {
  const date = disbursement();
  const preview = (): number => {
    const terms = { ...mortgage, interest: { ...mortgage.interest } };
    return previewSchedule(terms, date, everyDayWorks).instalments.length;
  };
  for (let count = 0; count < warmUp; count += 1) preview();
  const before = process.cpuUsage();
  const end = Date.now() + seconds * 1000;
  let made = 0;
  while (Date.now() < end) made += preview() / instalments;
  const { user, system } = process.cpuUsage(before);
  return { instalments, perSecond: (made * 1_000_000) / (user + system) };
};
