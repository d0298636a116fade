import type pg from 'pg';
import type { Instant } from '../../../kernel/instant.ts';
import type { Decimal } from '../../../kernel/money.ts';
import type { ExchangeRate, ExchangeRates } from '../rules/exchange.ts';

/** All exchange rates, by currency and the latest first. */
export const loadExchangeRates = async (db: Pick<pg.Pool, 'query'>): Promise<ExchangeRates> => {
  const { rows } = await db.query<{ code: string; buy_rate: Decimal; sell_rate: Decimal; start_date: Instant }>(
    'SELECT to_currency_code AS code, buy_rate, sell_rate, start_date FROM exchange_rate ORDER BY start_date DESC',
  );
  const rates = new Map<string, ExchangeRate[]>();
  for (const { code, buy_rate: buyRate, sell_rate: sellRate, start_date: startDate } of rows) {
    const known = rates.get(code) ?? [];
    known.push({ buyRate, sellRate, startDate });
    rates.set(code, known);
  }
  return rates;
};
