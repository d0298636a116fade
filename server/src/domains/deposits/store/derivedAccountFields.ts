// What searches ask of an account and no column holds: it follows from its balance, its rates and the bank's day. Expressions over `deposit_account a`.

/** The tenant's time, not the server's: a sandbox may run ahead. */
export const tenantNow = `(now() + (SELECT s.clock_offset_ms FROM tenant_state s) * interval '1 millisecond')`;

const dayOf = (moment: string): string =>
  `(${moment} AT TIME ZONE (SELECT coalesce(s.time_zone, 'UTC') FROM tenant_state s))::date`;
const today = dayOf(tenantNow);

/** The overdraft limit that counts now: none after its expiry, and none while an amount is locked as a guarantee. */
export const overdraftInForce = `(CASE WHEN a.allow_overdraft AND a.locked_balance = 0 AND (a.overdraft_expiry_date IS NULL OR a.overdraft_expiry_date > ${tenantNow})
  THEN a.overdraft_limit ELSE 0 END)`;

/** What is owed beyond the agreed limit, where the product knows technical overdraft. */
export const technicalOverdraft = `(CASE WHEN a.total_balance < 0 AND (SELECT (p.overdraft_settings ->> 'allowTechnicalOverdraft')::boolean FROM deposit_product p
    WHERE p.encoded_key = a.product_key)
  THEN GREATEST(-a.total_balance - CASE WHEN a.allow_overdraft THEN a.overdraft_limit ELSE 0 END, 0) ELSE 0 END)`;

type Kind = 'credit' | 'overdraft';

/** Own and agreed rates of a kind that began by today, as `h(entry)`, the last one that began first. */
const begunRates = (kind: Kind): string =>
  `(SELECT own.entry, 0 AS agreed FROM jsonb_array_elements(a.interest -> '${kind}') AS own(entry) UNION ALL
    SELECT ahead.entry, 1 FROM jsonb_array_elements(a.interest -> 'scheduled') AS ahead(entry)
     WHERE ahead.entry ->> 'type' = '${kind === 'credit' ? 'INTEREST' : 'OVERDRAFT'}') AS h
    WHERE (h.entry ->> 'from')::date <= ${today}`;
const lastBegun = `ORDER BY h.entry ->> 'from' DESC, h.agreed DESC LIMIT 1`;

/** The fixed rate, or the spread on an index, that holds today. */
export const fixedRate = (kind: Kind, spread: boolean): string =>
  `(SELECT (h.entry #>> '{value,rate}')::numeric FROM ${begunRates(kind)}
       AND (a.interest ->> '${kind}Indexed')::boolean = ${spread} ${lastBegun})`;

const bearing: Readonly<Record<Kind, string>> = {
  credit: 'CASE WHEN a.total_balance >= 0 THEN a.total_balance END',
  overdraft: `CASE WHEN a.total_balance < 0 THEN -a.total_balance - ${technicalOverdraft} END`,
};

/**
 * A column of the tier in which an open account's balance, or what it owes, lies now; of tiers by period that of today, the activation being day
 * 1. None of the kind that the balance is not: tierOf and periodTierOf say which tier it is.
 */
export const currentTier = (
  kind: Kind,
  column: 'index' | 'interest_rate' | 'starting_balance' | 'ending_balance',
): string =>
  `(SELECT tier.${column}
      FROM (SELECT t.number - 1 AS index, (t.tier ->> 'interestRate')::numeric AS interest_rate,
                   CASE WHEN NOT rates.by_period
                        THEN coalesce(lag((t.tier ->> 'endingBalance')::numeric) OVER (ORDER BY t.number), 0) END AS starting_balance,
                   (t.tier ->> 'endingBalance')::numeric AS ending_balance,
                   CASE WHEN rates.by_period
                        THEN coalesce(${today} - ${dayOf('a.activation_date')} + 1 <= (t.tier ->> 'endingDay')::int, true)
                        ELSE coalesce(${bearing[kind]} <= (t.tier ->> 'endingBalance')::numeric, true) END AS reaches
              FROM (SELECT h.entry #> '{value,tiers}' AS tiers, h.entry #>> '{value,terms}' = 'TIERED_PERIOD' AS by_period
                      FROM ${begunRates(kind)} ${lastBegun}) AS rates,
                   jsonb_array_elements(rates.tiers) WITH ORDINALITY AS t(tier, number)
             WHERE a.closed_date IS NULL AND ${bearing[kind]} IS NOT NULL AND (a.activation_date IS NOT NULL OR NOT rates.by_period)) AS tier
     ORDER BY tier.reaches DESC, CASE WHEN tier.reaches THEN tier.index ELSE -tier.index END LIMIT 1)`;

// A lock does not pay what is owed.
const isInArrears = `(a.account_state = 'ACTIVE_IN_ARREARS' OR a.account_state = 'LOCKED' AND a.state_before_lock = 'ACTIVE_IN_ARREARS')`;

/** What an account in arrears owes beyond the overdraft in force; 0 for all others. */
export const overdraftInArrears = `(CASE WHEN ${isInArrears} THEN GREATEST(-a.total_balance - ${overdraftInForce}, 0) ELSE 0 END)`;

/** For how many days an account is in arrears; 0 for all others. */
export const overdraftDaysInArrears = `(CASE WHEN ${isInArrears} THEN ${today} - ${dayOf('a.last_set_to_arrears_date')} ELSE 0 END)`;

/** For how many days an account has been, or had been, in use: from its activation to today, or to the day on which it was closed. */
export const lengthInDays = `(${dayOf(`coalesce(a.closed_date, ${tenantNow})`)} - ${dayOf('a.activation_date')})`;

/** The rate of an account's withholding tax today. */
export const taxRateToday = `(SELECT r.rate FROM index_rate r WHERE r.assigned_index_rate_source_key = a.withholding_tax_source_key
  AND r.start_day <= ${today} ORDER BY r.start_day DESC LIMIT 1)`;
