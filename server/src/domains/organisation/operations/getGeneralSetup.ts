import type { Schemas } from '../../../generated/schemas.ts';
import { read } from '../../../platform/http/handler.ts';
import { loadGeneralSetup } from '../store/loadReference.ts';

/** The settings of the organisation, as they are now. */
export const getGeneralSetup = read('getGeneralSetup', async (_input, { db }) => ({
  body: (await loadGeneralSetup(db)) as Schemas['GeneralSetup'],
}));
