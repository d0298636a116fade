import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { directory } from './directory.ts';
import type { ChannelReference, GeneralSetup, OrganisationReference, UserReference } from './organisation.ts';

/** A key that ends in the given digits. */
export const keyOf = (digits: string): EncodedKey => digits.padStart(32, '0') as EncodedKey;

export const northKey = keyOf('b1');
export const southKey = keyOf('b2');
export const closedBranchKey = keyOf('b3');
export const tellerRoleKey = keyOf('f1');

const user = (digits: string, username: string, given: Partial<UserReference> = {}): UserReference => ({
  encodedKey: keyOf(digits),
  username,
  state: 'ACTIVE',
  creditOfficer: true,
  assignedBranchKey: null,
  roleKey: null,
  ...given,
});

export const channel = (id: string, given: Partial<ChannelReference> = {}): ChannelReference => ({
  encodedKey: keyOf(id === 'cash' ? 'c1' : id === 'wire' ? 'c2' : id === 'old' ? 'c3' : 'c4'),
  id,
  name: id,
  state: 'ACTIVE',
  isDefault: id === 'cash',
  glAccountKey: null,
  depositConstraints: { usage: 'UNCONSTRAINED' },
  loanConstraints: { usage: 'UNCONSTRAINED' },
  availableForAll: true,
  usageRights: new Set(),
  overdraftAllowed: true,
  ...given,
});

export const generalSetup: GeneralSetup = {
  clientIdFormat: '@@@###',
  groupIdFormat: '@@@###',
  lineOfCreditIdFormat: '@@@###',
  assignmentConstraints: [],
  defaultClientState: 'INACTIVE',
  defaultClientRoleKey: null,
  defaultGroupRoleKey: null,
  groupSizeLimitType: 'NONE',
  minGroupSizeLimit: null,
  maxGroupSizeLimit: null,
  multipleGroupMemberships: 'UNLIMITED',
  duplicateClientChecks: [],
  duplicateClientConstraintAction: 'NONE',
  otherIdDocumentsEnabled: true,
  maxAllowedUndoClosurePeriod: null,
  arrearsDaysBeforeWriteOff: null,
  multipleLoans: 'UNLIMITED',
  loanExposure: null,
  approvalDisbursalTwoManRuleEnabled: false,
  eodProcessingMethod: 'AUTOMATIC',
  overdraftInterestEodBalanceDate: null,
  settings: {},
};

const euro = { code: 'EUR', digitsAfterDecimal: 2, base: true };
const channels = [
  channel('cash'),
  channel('wire'),
  channel('old', { state: 'INACTIVE' }),
  channel('counter', { availableForAll: false, usageRights: new Set([tellerRoleKey]) }),
];

/** An organisation with two branches at work, a closed one, centres, officers and channels. */
export const organisation: OrganisationReference = {
  currencies: new Map([[euro.code, euro]]),
  baseCurrency: euro,
  branches: directory(
    [
      { encodedKey: northKey, id: 'north', state: 'ACTIVE' as const },
      { encodedKey: southKey, id: 'south', state: 'ACTIVE' as const },
      { encodedKey: closedBranchKey, id: 'closed', state: 'INACTIVE' as const },
    ],
    ({ id }) => id,
  ),
  centres: directory(
    [
      {
        encodedKey: keyOf('d1'),
        id: 'market',
        state: 'ACTIVE' as const,
        assignedBranchKey: northKey,
        meetingDay: null,
      },
      {
        encodedKey: keyOf('d2'),
        id: 'mill',
        state: 'INACTIVE' as const,
        assignedBranchKey: northKey,
        meetingDay: null,
      },
    ],
    ({ id }) => id,
  ),
  channels: directory(channels, ({ id }) => id),
  defaultChannel: channel('cash'),
  roles: directory(
    [{ encodedKey: tellerRoleKey, id: 'teller', administrator: false, creditOfficer: false }],
    ({ id }) => id,
  ),
  users: directory(
    [
      user('a1', 'olga', { assignedBranchKey: northKey }),
      user('a2', 'roamer'),
      user('a3', 'clerk', { creditOfficer: false, roleKey: tellerRoleKey }),
      user('a4', 'gone', { state: 'INACTIVE' }),
    ],
    ({ username }) => username,
  ),
  generalSetup,
  isWorkingDay: () => true,
  daysOff: () => ({ weekdays: [], once: [], everyYear: [] }),
};
