import { type Decimalish, type Rate, rate } from '../../../../kernel/money.ts';
import type { ChangingRates, IndexedRate, NamedRate, RateReading, RateSetting } from './rateSettings.ts';

// Changing rates in a jsonb column; rates are texts there, like everywhere in stored terms.

type Stored<T> = {
  readonly [P in keyof T]: T[P] extends Rate ? Decimalish : T[P] extends Rate | null ? Decimalish | null : T[P];
};

type StoredSetting = (Stored<IndexedRate> | Stored<NamedRate>) &
  Pick<RateSetting, 'validFrom' | 'reviewedFrom' | 'encodedKey'>;

/** Changing rates as plain JSON. */
export type ChangingRatesJson = Omit<ChangingRates, 'settings' | 'readings' | 'foreseen'> & {
  readonly settings: readonly StoredSetting[];
  readonly readings: readonly Stored<RateReading>[];
  readonly foreseen: readonly Stored<RateReading>[];
};

const text = (value: Rate | null): string | null => (value === null ? null : value.toFixed());

const storedSetting = (setting: RateSetting): StoredSetting =>
  setting.interestRateSource === 'FIXED_INTEREST_RATE'
    ? { ...setting, interestRate: setting.interestRate.toFixed() }
    : {
        ...setting,
        interestSpread: setting.interestSpread.toFixed(),
        interestRateFloorValue: text(setting.interestRateFloorValue),
        interestRateCeilingValue: text(setting.interestRateCeilingValue),
      };

const limit = (value: Decimalish | null): Rate | null => (value === null ? null : rate(value));

const revivedSetting = (stored: StoredSetting): RateSetting =>
  stored.interestRateSource === 'FIXED_INTEREST_RATE'
    ? { ...stored, interestRate: rate(stored.interestRate) }
    : {
        ...stored,
        interestSpread: rate(stored.interestSpread),
        interestRateFloorValue: limit(stored.interestRateFloorValue),
        interestRateCeilingValue: limit(stored.interestRateCeilingValue),
      };

const storedReading = ({ day, rate: read }: RateReading): Stored<RateReading> => ({ day, rate: read.toFixed() });

const revivedReading = ({ day, rate: read }: Stored<RateReading>): RateReading => ({ day, rate: rate(read) });

/** The rates as plain JSON, every digit kept. */
export const storedRates = (rates: ChangingRates): ChangingRatesJson => ({
  ...rates,
  settings: rates.settings.map(storedSetting),
  readings: rates.readings.map(storedReading),
  foreseen: rates.foreseen.map(storedReading),
});

/** The rates that this program stored. */
export const revivedRates = (stored: ChangingRatesJson): ChangingRates => ({
  ...stored,
  settings: stored.settings.map(revivedSetting),
  readings: stored.readings.map(revivedReading),
  foreseen: stored.foreseen.map(revivedReading),
});
