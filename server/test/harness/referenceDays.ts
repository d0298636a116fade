// Days as the plain loops of the references count them, without anything of the server.

/** A day as a number. */
export const at = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

export const dayOf = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10);

/** The same day of another month, or its last one. */
export const monthsAfter = (day: string, months: number): string => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(date, last)) / 86_400_000);
};

/** A day in a count of months of thirty days. */
export const thirties = (day: string): number => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return 360 * year + 30 * month + Math.min(date, 30);
};
