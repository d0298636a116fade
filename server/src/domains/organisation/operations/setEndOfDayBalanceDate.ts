import type { Schemas } from '../../../generated/schemas.ts';
import { write } from '../../../platform/http/handler.ts';
import { changeGeneralSetup } from '../resources/generalSetup.ts';
import { loadGeneralSetup } from '../store/loadReference.ts';

/**
 * PUT /florin/end-of-day-balance-date: the setting of the general setup that no operation of the contract sets. Interest that is not applied yet is computed
 * anew by the next night, also of days gone by.
 */
export default write('setEndOfDayBalanceDate', async ({ body }, context) => {
  const { overdraftInterestEodBalanceDate } = body;
  await changeGeneralSetup({ overdraftInterestEodBalanceDate }, context);
  return { body: (await loadGeneralSetup(context.db)) as Schemas['GeneralSetup'] };
});
