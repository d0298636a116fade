import type { Schemas } from '../../generated/schemas.ts';
import type { Zone } from '../../platform/clock/zone.ts';
import type { PlannedFee } from './rules/terms.ts';

/** A planned fee in the contract's shape. */
export const toApiPlannedFee = (
  { key, predefinedFeeKey, amount, installmentKey, applyOnDate }: PlannedFee,
  zone: Zone,
): Schemas['PlannedInstallmentFee'] => ({
  encodedKey: key,
  predefinedFeeKey,
  amount,
  installmentKey,
  ...(applyOnDate === undefined ? {} : { applyOnDate: zone.format(zone.startOf(applyOnDate)) }),
});
