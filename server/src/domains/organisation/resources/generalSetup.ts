import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { storeGeneralSetup } from '../store/generalSetupStore.ts';
import { loadGeneralSetup } from '../store/loadReference.ts';

/** Changes settings of the general setup that were judged before; undefined removes one. What stays as it is leaves no trace. */
export const changeGeneralSetup = async (
  changes: Readonly<Record<string, unknown>>,
  context: WriteContext,
): Promise<void> => {
  const before = await loadGeneralSetup(context.db);
  const differs = Object.entries(changes).filter(
    ([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value),
  );
  if (differs.length === 0) return;
  await storeGeneralSetup(context.db, Object.fromEntries(differs));
  context.audit('GENERAL_SETUP', before.encodedKey as EncodedKey, before, await loadGeneralSetup(context.db));
  context.referenceChanged();
};
