import type { Instant } from '../../kernel/instant.ts';

// Arrays as PostgreSQL reads them, written in one pass: the driver's own conversion quotes and escapes every element, which a posting pays
// for dozens of times.

const plain = /^[0-9A-Za-z_-]+$/;

/** A text as an element of an array literal, quoted where it has to be; NULL for none. */
export const textElement = (text: string | null): string => {
  if (text === null) return 'NULL';
  if (plain.test(text) && !/^null$/i.test(text)) return text;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
};

/** An array of what needs no quotes: keys, numbers, booleans, moments, names of our own. */
export const bareArray = <Row>(rows: readonly Row[], read: (row: Row) => string | number | null): string => {
  let literal = '{';
  for (const row of rows) literal += `${literal.length > 1 ? ',' : ''}${read(row) ?? 'NULL'}`;
  return `${literal}}`;
};

/** An array of texts that somebody else wrote. */
export const textArray = <Row>(rows: readonly Row[], read: (row: Row) => string | null): string =>
  bareArray(rows, (row) => textElement(read(row)));

/** An array of moments; most of a batch share one, so the last text is kept. */
export const momentArray = <Row>(rows: readonly Row[], read: (row: Row) => Instant | null): string => {
  const text = momentTexts();
  return bareArray(rows, (row) => {
    const moment = read(row);
    return moment === null ? null : text(moment);
  });
};

/** Moments as the database reads them; the last text is kept. */
export const momentTexts = (): ((moment: Instant) => string) => {
  let last: Instant | undefined;
  let text = '';
  return (moment) => {
    if (moment !== last) {
      last = moment;
      text = new Date(moment).toISOString();
    }
    return text;
  };
};
