import type { Schemas } from '../../generated/schemas.ts';
import { present } from '../../kernel/present.ts';
import { formatUtc } from '../../platform/clock/zone.ts';
import type { DepositBlock } from './rules/block.ts';

/** A block in the contract's shape. */
export const shownBlock = (block: DepositBlock): Schemas['BlockFund'] =>
  present({
    accountKey: block.accountKey,
    externalReferenceId: block.externalReferenceId,
    amount: block.amount,
    seizedAmount: block.seizedAmount,
    state: block.state,
    notes: block.notes,
    creationDate: formatUtc(block.creationDate),
    lastModifiedDate: formatUtc(block.lastModifiedDate),
  }) as Schemas['BlockFund'];
