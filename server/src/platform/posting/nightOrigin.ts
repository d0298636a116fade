import type { LocalDate } from '../../kernel/localDate.ts';
import type { Principal } from '../auth/principal.ts';
import type { Origin } from './job.ts';

/** Where the changes of a night come from: the audit trail tells the day that ended. */
export const nightOrigin = ({
  principal,
  day,
}: {
  readonly principal: Principal;
  readonly day: LocalDate;
}): Origin => ({
  principal,
  method: 'EOD',
  uri: `end of day ${day}`,
  clientIp: '',
  userAgent: '',
  payload: null,
});
