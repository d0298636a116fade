import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { GeneralSetup } from './organisation.ts';

export type GroupSizeLimits = Pick<GeneralSetup, 'groupSizeLimitType' | 'minGroupSizeLimit' | 'maxGroupSizeLimit'>;

/** Refuses a group of that many members, where the general setup's limits are hard. WARNING lets any size pass: the API has nobody to warn. */
export const checkGroupSize = (
  size: number,
  { groupSizeLimitType, minGroupSizeLimit: min, maxGroupSizeLimit: max }: GroupSizeLimits,
  group = 'groupMembers: the group',
): Rejection | undefined => {
  if (groupSizeLimitType !== 'HARD') return undefined;
  if (min !== null && size < min) {
    return reject('INVALID_GROUP_SIZE', `${group} must have at least ${min} members, not ${size}`);
  }
  return max !== null && size > max
    ? reject('INVALID_GROUP_SIZE', `${group} may have at most ${max} members, not ${size}`)
    : undefined;
};
