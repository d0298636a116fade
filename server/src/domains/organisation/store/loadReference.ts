import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Instant, instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Decimalish, money } from '../../../kernel/money.ts';
import { daysOffFrom, type HolidayReference, workingDays } from '../rules/calendar.ts';
import { directory } from '../rules/directory.ts';
import type {
  ActiveState,
  ChannelReference,
  ChannelUsage,
  CurrencyReference,
  GeneralSetup,
  OrganisationReference,
  RoleReference,
  UserReference,
} from '../rules/organisation.ts';

type Queryable = Pick<pg.Pool, 'query'>;

type BranchRow = { encoded_key: EncodedKey; id: string; state: ActiveState };
type CentreRow = BranchRow & { assigned_branch_key: EncodedKey; meeting_day: string | null };
type CurrencyRow = { code: string; digits_after_decimal: number; base_currency: boolean };
type ChannelRow = {
  encoded_key: EncodedKey;
  id: string;
  name: string;
  state: ActiveState;
  is_default: boolean;
  gl_account_key: EncodedKey | null;
  deposit_constraints: ChannelUsage;
  loan_constraints: ChannelUsage;
  available_for_all: boolean;
  usage_rights: readonly EncodedKey[];
  attributes: { readonly overdraftAllowed?: boolean } | null;
};
type RoleRow = { encoded_key: EncodedKey; id: string; administrator: boolean; credit_officer: boolean };
type UserRow = {
  encoded_key: EncodedKey;
  username: string;
  user_state: UserReference['state'];
  credit_officer: boolean;
  assigned_branch_key: EncodedKey | null;
  role_key: EncodedKey | null;
};
type HolidayRow = { date: LocalDate; is_annually_recurring: boolean; branch_key: EncodedKey | null };

const rowsOf = async <Row extends pg.QueryResultRow>(db: Queryable, sql: string): Promise<readonly Row[]> =>
  (await db.query<Row>(sql)).rows;

const channelOf = (row: ChannelRow): ChannelReference => ({
  encodedKey: row.encoded_key,
  id: row.id,
  name: row.name,
  state: row.state,
  isDefault: row.is_default,
  glAccountKey: row.gl_account_key,
  depositConstraints: row.deposit_constraints,
  loanConstraints: row.loan_constraints,
  availableForAll: row.available_for_all,
  usageRights: new Set(row.usage_rights),
  overdraftAllowed: row.attributes?.overdraftAllowed ?? true,
});

const userOf = (row: UserRow): UserReference => ({
  encodedKey: row.encoded_key,
  username: row.username,
  state: row.user_state,
  creditOfficer: row.credit_officer,
  assignedBranchKey: row.assigned_branch_key,
  roleKey: row.role_key,
});

const currencyOf = (row: CurrencyRow): CurrencyReference => ({
  code: row.code,
  digitsAfterDecimal: row.digits_after_decimal,
  base: row.base_currency,
});

/** The one row of the general setup in the contract's shape, with the keys that other tables know. */
export const loadGeneralSetup = async (db: Queryable): Promise<Record<string, unknown>> => {
  const [row] = await rowsOf<{
    encoded_key: EncodedKey;
    settings: Record<string, unknown>;
    channel: EncodedKey | null;
  }>(
    db,
    `SELECT encoded_key, settings, (SELECT c.encoded_key FROM transaction_channel c WHERE c.is_default) AS channel
       FROM general_setup`,
  );
  if (!row) throw new Error('general_setup has no row; the database was not set up by the migrations');
  return {
    encodedKey: row.encoded_key,
    ...row.settings,
    ...(row.channel === null ? {} : { defaultTransactionChannelKey: row.channel }),
  };
};

type DuplicateField = { readonly active?: boolean; readonly dataField?: string };

type ExposureSettings = { readonly exposureType?: string; readonly exposureAmount?: Decimalish };

const exposureOf = ({ exposureType, exposureAmount }: ExposureSettings): GeneralSetup['loanExposure'] =>
  exposureType === undefined || exposureType === 'UNLIMITED' || exposureAmount === undefined
    ? null
    : { amount: money(exposureAmount), lessSavings: exposureType === 'SUM_OF_LOANS_MINUS_SAVINGS' };

const momentOf = (setting: unknown): Instant | null =>
  typeof setting === 'string' ? instant(Date.parse(setting)) : null;

/** The settings that rules read. They were checked when they were stored. */
const generalSetupOf = (settings: Record<string, unknown>): GeneralSetup => {
  const typed = settings as Partial<Omit<GeneralSetup, 'settings' | 'duplicateClientChecks'>>;
  const checks = (settings.duplicateClientChecks ?? []) as readonly DuplicateField[];
  return {
    clientIdFormat: typed.clientIdFormat ?? '@@@######',
    groupIdFormat: typed.groupIdFormat ?? '@@@######',
    lineOfCreditIdFormat: typed.lineOfCreditIdFormat ?? '@@@######',
    assignmentConstraints: typed.assignmentConstraints ?? [],
    defaultClientState: typed.defaultClientState ?? 'INACTIVE',
    defaultClientRoleKey: typed.defaultClientRoleKey ?? null,
    defaultGroupRoleKey: typed.defaultGroupRoleKey ?? null,
    groupSizeLimitType: typed.groupSizeLimitType ?? 'NONE',
    minGroupSizeLimit: typed.minGroupSizeLimit ?? null,
    maxGroupSizeLimit: typed.maxGroupSizeLimit ?? null,
    multipleGroupMemberships: typed.multipleGroupMemberships ?? 'UNLIMITED',
    duplicateClientChecks: checks
      .filter(({ active }) => active !== false)
      .map(({ dataField }) => dataField as GeneralSetup['duplicateClientChecks'][number]),
    duplicateClientConstraintAction: typed.duplicateClientConstraintAction ?? 'NONE',
    otherIdDocumentsEnabled: typed.otherIdDocumentsEnabled ?? true,
    maxAllowedUndoClosurePeriod: typed.maxAllowedUndoClosurePeriod ?? null,
    arrearsDaysBeforeWriteOff: typed.arrearsDaysBeforeWriteOff ?? null,
    multipleLoans: typed.multipleLoans ?? 'UNLIMITED',
    loanExposure: exposureOf(settings as ExposureSettings),
    approvalDisbursalTwoManRuleEnabled: typed.approvalDisbursalTwoManRuleEnabled ?? false,
    eodProcessingMethod: typed.eodProcessingMethod ?? 'AUTOMATIC',
    overdraftInterestEodBalanceDate: momentOf(settings.overdraftInterestEodBalanceDate),
    settings,
  };
};

const loadHolidays = async (db: Queryable): Promise<readonly HolidayReference[]> =>
  (
    await rowsOf<HolidayRow>(
      db,
      `SELECT date, is_annually_recurring, NULL::uuid AS branch_key FROM general_holiday
       UNION ALL SELECT date, is_annually_recurring, branch_key FROM branch_holiday`,
    )
  ).map((row) => ({ date: row.date, isAnnuallyRecurring: row.is_annually_recurring, branchKey: row.branch_key }));

/** Reads everything that rules know about the organisation. */
export const loadOrganisation = async (db: Queryable): Promise<OrganisationReference> => {
  const branches = await rowsOf<BranchRow>(db, 'SELECT encoded_key, id, state FROM branch');
  const centres = await rowsOf<CentreRow>(
    db,
    'SELECT encoded_key, id, state, assigned_branch_key, meeting_day FROM centre',
  );
  const currencies = (
    await rowsOf<CurrencyRow>(db, 'SELECT code, digits_after_decimal, base_currency FROM currency')
  ).map(currencyOf);
  const channels = (await rowsOf<ChannelRow>(db, 'SELECT * FROM transaction_channel')).map(channelOf);
  const roles = await rowsOf<RoleRow>(
    db,
    `SELECT encoded_key, id, coalesce(access -> 'administratorAccess' = 'true'::jsonb, false) AS administrator,
            coalesce(access -> 'creditOfficerAccess' = 'true'::jsonb, false) AS credit_officer FROM user_role`,
  );
  const users = await rowsOf<UserRow>(
    db,
    `SELECT u.encoded_key, u.username, u.user_state, u.assigned_branch_key, u.role_key,
            coalesce(u.access -> 'creditOfficerAccess' = 'true'::jsonb, false)
              OR coalesce(r.access -> 'creditOfficerAccess' = 'true'::jsonb, false) AS credit_officer
       FROM app_user u LEFT JOIN user_role r ON r.encoded_key = u.role_key`,
  );
  const holidays = await loadHolidays(db);
  const nonWorkingDays = new Set(
    (await rowsOf<{ day: string }>(db, 'SELECT day FROM non_working_day')).map(({ day }) => day),
  );
  const baseCurrency = currencies.find(({ base }) => base);
  const defaultChannel = channels.find(({ isDefault }) => isDefault);
  if (!baseCurrency || !defaultChannel) throw new Error('the base currency or the default channel is missing');
  return {
    currencies: new Map(currencies.map((currency) => [currency.code, currency])),
    baseCurrency,
    branches: directory(
      branches.map(({ encoded_key: encodedKey, id, state }) => ({ encodedKey, id, state })),
      ({ id }) => id,
    ),
    centres: directory(
      centres.map((row) => ({
        encodedKey: row.encoded_key,
        id: row.id,
        state: row.state,
        assignedBranchKey: row.assigned_branch_key,
        meetingDay: row.meeting_day,
      })),
      ({ id }) => id,
    ),
    channels: directory(channels, ({ id }) => id),
    defaultChannel,
    roles: directory(
      roles.map(
        ({ encoded_key: encodedKey, id, administrator, credit_officer: creditOfficer }): RoleReference => ({
          encodedKey,
          id,
          administrator,
          creditOfficer,
        }),
      ),
      ({ id }) => id,
    ),
    users: directory(users.map(userOf), ({ username }) => username),
    generalSetup: generalSetupOf(await loadGeneralSetup(db)),
    isWorkingDay: workingDays(holidays, nonWorkingDays),
    daysOff: (branchKey, from) => daysOffFrom(holidays, nonWorkingDays, branchKey, from),
  };
};
