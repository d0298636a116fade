import { auditHandlers } from './domains/audit/handlers.ts';
import { cardHandlers } from './domains/cards/handlers.ts';
import { clientHandlers } from './domains/clients/handlers.ts';
import { commentHandlers } from './domains/comments/handlers.ts';
import { depositHandlers } from './domains/deposits/handlers.ts';
import { adjustDepositTransaction } from './domains/deposits/index.ts';
import { documentHandlers } from './domains/documents/handlers.ts';
import { advanceClockOperation, getClock } from './domains/eod/index.ts';
import { groupHandlers } from './domains/groups/handlers.ts';
import { ledgerHandlers } from './domains/ledger/handlers.ts';
import { verifyLedgerOperation } from './domains/ledger/index.ts';
import { loanHandlers } from './domains/loans/handlers.ts';
import { offsetsRunningLoan } from './domains/loans/index.ts';
import { organisationHandlers } from './domains/organisation/handlers.ts';
import { taskHandlers } from './domains/tasks/handlers.ts';
import { makeTransfer } from './domains/transfers/index.ts';
import { getBulkStatus } from './platform/bulk/getBulkStatus.ts';
import type { Handlers } from './platform/http/handler.ts';
import { endOfDaySteps, verificationChecks } from './registry.ts';

/** Every operation that Florin has built, by its name in the contract; all others answer 501. */
export const handlers: Handlers = {
  ...organisationHandlers,
  ...clientHandlers,
  ...groupHandlers,
  ...documentHandlers,
  ...ledgerHandlers,
  ...depositHandlers,
  adjustDepositTransaction: adjustDepositTransaction(offsetsRunningLoan),
  ...loanHandlers,
  ...cardHandlers,
  ...auditHandlers,
  makeTransfer,
  ...taskHandlers,
  ...commentHandlers,
  getBulkStatus,
  getClock,
  advanceClock: advanceClockOperation(endOfDaySteps),
  verifyLedger: verifyLedgerOperation(verificationChecks),
};
