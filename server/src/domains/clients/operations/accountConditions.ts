import { asEncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { ReadContext } from '../../../platform/http/handler.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';
import { organisationReference } from '../../organisation/index.ts';

type AccountQuery = {
  readonly creditOfficerUsername?: string | undefined;
  readonly branchId?: string | undefined;
  readonly centreId?: string | undefined;
  readonly accountState?: string | undefined;
  readonly accountHolderType?: string | undefined;
  readonly accountHolderId?: string | undefined;
};

/**
 * The query parameters that the lists of deposit and of loan accounts share, as conditions on a table `a` of accounts. An unknown branch, centre
 * or officer is refused by name; an unknown holder has no accounts.
 */
export const accountConditions = (query: AccountQuery, context: ReadContext): readonly Condition[] | Rejection => {
  const organisation = context.reference.get(organisationReference);
  const conditions: Condition[] = [];
  const byReference: readonly [
    string | undefined,
    string,
    { find(ref: string): { encodedKey: string } | undefined },
    Rejection,
  ][] = [
    [
      query.branchId,
      'a.assigned_branch_key',
      organisation.branches,
      reject('INVALID_BRANCH_ID', 'branchId is no branch'),
    ],
    [
      query.centreId,
      'a.assigned_centre_key',
      organisation.centres,
      reject('INVALID_CENTRE_ID', 'centreId is no centre'),
    ],
    [
      query.creditOfficerUsername,
      'a.assigned_user_key',
      organisation.users,
      reject('INVALID_USER_NAME', 'creditOfficerUsername is no user'),
    ],
  ];
  for (const [ref, column, directory, unknown] of byReference) {
    if (ref === undefined) continue;
    const found = directory.find(ref);
    if (!found) return unknown;
    conditions.push(({ bind }) => `${column} = ${bind(found.encodedKey)}::uuid`);
  }
  const { accountState, accountHolderType, accountHolderId } = query;
  if (accountState !== undefined) conditions.push(({ bind }) => `a.account_state = ${bind(accountState)}`);
  if (accountHolderType !== undefined)
    conditions.push(({ bind }) => `a.account_holder_type = ${bind(accountHolderType)}`);
  if (accountHolderId !== undefined) {
    conditions.push(({ bind }) => {
      const id = bind(accountHolderId);
      const key = bind(asEncodedKey(accountHolderId) ?? null);
      const holders = ['client', 'client_group'].map(
        (table) => `SELECT encoded_key FROM ${table} WHERE id = ${id} OR encoded_key = ${key}::uuid`,
      );
      return `a.account_holder_key IN (${holders.join(' UNION ALL ')})`;
    });
  }
  return conditions;
};
