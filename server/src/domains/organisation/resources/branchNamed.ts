import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { organisationReference } from '../reference.ts';
import type { BranchReference } from '../rules/organisation.ts';

/** The branch that a list's `branchId` names by id or key. */
export const branchNamed = (ref: string, { reference }: OperationContext): BranchReference | Rejection =>
  reference.get(organisationReference).branches.find(ref) ??
  reject('INVALID_BRANCH_ID', `branchId ${ref.slice(0, 80)} does not name a branch`, 400);
