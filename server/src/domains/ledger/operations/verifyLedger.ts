import { type ReadHandler, read } from '../../../platform/http/handler.ts';
import { ledgerChecks } from '../store/ledgerChecks.ts';
import { runVerification, type VerificationCheck } from '../verification.ts';

/** POST /florin/verification: the ledger's own checks and those that other domains hand in. */
export const verifyLedgerOperation = (checks: readonly VerificationCheck[]): ReadHandler<'verifyLedger'> =>
  read('verifyLedger', async (_input, context) => {
    const result = await runVerification(context.db, [...ledgerChecks, ...checks], { zone: context.clock.zone });
    return { body: { checked: { ...result.checked }, differences: [...result.differences] } };
  });
