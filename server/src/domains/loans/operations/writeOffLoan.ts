import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { depositAccounts } from '../../deposits/index.ts';
import { organisationReference } from '../../organisation/index.ts';
import { decideUndoWriteOff, decideWriteOff } from '../rules/decide/decideWriteOff.ts';
import type { HolderPosition } from '../store/holderLoans.ts';
import { findLoanAccount, loanAccounts } from '../store/loanAccountStore.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { checkOtherLoans, positionAsked, touchOtherLoans } from './loanControls.ts';
import { type LoanOutcome, loanEffects } from './loanEffects.ts';
import { checkPledgesBack, pledgedKeysOf, touchPledged } from './pledges.ts';
import { settlementReturning } from './settlementAccount.ts';

/** POST /loans/{loanAccountId}:writeOff */
export const writeOffLoan = command<'writeOffLoan', LoanOutcome>('writeOffLoan', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const setup = context.reference.get(organisationReference).generalSetup;
    const decision = decideWriteOff(factsOf(account, context), setup, loanContext(account, context));
    if (isRejection(decision)) return decision;
    return loanEffects(account, decision, context, { details: { notes: body?.notes ?? null } });
  },
  answer: () => undefined,
});

type Prepared = {
  readonly position: HolderPosition | undefined;
  readonly settlementAccountKey: EncodedKey | null;
  /** Accounts of guarantors. */
  readonly pledged: readonly EncodedKey[];
};

/** POST /loans/{loanAccountId}:undoWriteOff */
export const undoWriteOffLoan = command<'undoWriteOffLoan', LoanOutcome, Prepared>('undoWriteOffLoan', {
  // The settlement account of a loan does not change while it is closed.
  prepare: async ({ path }, db, by) => {
    const account = await findLoanAccount(db, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const position = await positionAsked(db, account.encodedKey, by);
    const { settlementAccountKey, securities } = account;
    return { position, settlementAccountKey, pledged: pledgedKeysOf(securities) };
  },
  touches: ({ path, prepared }, context) => {
    const others = touchOtherLoans(prepared.position, context);
    if (isRejection(others)) return others;
    return [
      ...(prepared.settlementAccountKey === null ? [] : [touch(depositAccounts, prepared.settlementAccountKey)]),
      ...touchPledged(prepared.pledged),
      touch(loanAccounts, path.loanAccountId),
      ...others,
    ];
  },
  decide: ({ path, body, prepared }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const decision = decideUndoWriteOff(factsOf(account, context), loanContext(account, context));
    if (isRejection(decision)) return decision;
    const exceeded = checkOtherLoans(account, prepared.position, 'OPEN', state, context);
    if (exceeded) return exceeded;
    const unpledged = checkPledgesBack(account, state);
    if (unpledged) return unpledged;
    const settlementAccountKey = settlementReturning(account, prepared.settlementAccountKey, state);
    if (isRejection(settlementAccountKey)) return settlementAccountKey;
    return loanEffects(account, decision, context, {
      changes: { settlementAccountKey },
      adjustment: { notes: body.notes ?? null, bookingDate: null },
    });
  },
  answer: () => undefined,
});
