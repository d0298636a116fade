import { isRejection } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { findEntity } from '../../../platform/resources/pathEntity.ts';
import { creditArrangementsOf } from '../../clients/index.ts';
import { groups } from '../resources/groups.ts';

/** The credit arrangements of a group, oldest first. */
export const getGroupCreditArrangements = read('getGroupCreditArrangements', async ({ path, query }, context) => {
  const group = await findEntity(groups, path.groupId, context);
  return isRejection(group) ? group : creditArrangementsOf(group.encodedKey, query, context);
});
