import type { Schemas } from '../../../generated/schemas.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { entityOf, withoutInternals } from '../../../platform/resources/entity.ts';
import { type DocumentRow, documentTable } from '../store/documents.ts';

/** What is told of a document. */
export const documentOf = (row: DocumentRow, { clock }: OperationContext): Schemas['Document'] =>
  // The columns are those of the contract's shape; the tests check every answer against it.
  withoutInternals(documentTable, entityOf(documentTable, row, clock.zone)) as Schemas['Document'];
