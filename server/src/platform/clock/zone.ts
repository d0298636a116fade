import { type Instant, instant } from '../../kernel/instant.ts';
import { epochDay, fromEpochDay, type LocalDate, parseLocalDate } from '../../kernel/localDate.ts';
import { type Rejection, reject } from '../../kernel/rejection.ts';

/** A tenant's time zone: turns moments into calendar days and the contract's texts, and back. */
export type Zone = {
  readonly name: string;
  /** The calendar day of a moment. */
  localDateOf(moment: Instant): LocalDate;
  /** `2016-09-06T13:37:50+03:00`, the form of every organisation-time property. */
  format(moment: Instant): string;
  /** The first moment of a day. */
  startOf(date: LocalDate): Instant;
  /** The moment at which the clocks show a time of a day, in milliseconds from 00:00. */
  timeOf(date: LocalDate, milliseconds: number): Instant;
  /** A date-time whose offset is the zone's for that moment, or the contract's refusal that names the right offset. */
  parse(text: string, property: string): Instant | Rejection;
  /** The wall-clock time of a moment moved to another day. */
  sameTimeOn(date: LocalDate, moment: Instant): Instant;
};

const quarterHour = 900_000;
const day = 86_400_000;
const dateTimePattern = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i;

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** `+03:00` of an offset in milliseconds. */
const offsetText = (offset: number): string => {
  const minutes = Math.abs(Math.round(offset / 60_000));
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

const offsetOfText = (text: string): number => {
  if (text.toUpperCase() === 'Z') return 0;
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4))) * 60_000;
};

// An answer tells the same moment several times, and a batch of postings shares one: the last text is kept.
let lastWall = Number.NaN;
let lastWallText = '';
const wallText = (wallMilliseconds: number): string => {
  if (wallMilliseconds !== lastWall) {
    lastWallText = new Date(wallMilliseconds).toISOString().slice(0, 19);
    lastWall = wallMilliseconds;
  }
  return lastWallText;
};

/** The moment as UTC text (`2016-09-06T10:37:50+00:00`): what the system alone sets, such as creation and modification dates. */
export const formatUtc = (moment: Instant): string => `${wallText(moment)}+00:00`;

/** A zone by its IANA name. Throws when the runtime does not know the name; the configuration checks it before. */
export const createZone = (name: string): Zone => {
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  // Offsets only change at quarter hours, and asking Intl costs microseconds: remember them.
  const offsets = new Map<number, number>();
  const offsetAt = (moment: number): number => {
    const bucket = Math.floor(moment / quarterHour);
    const known = offsets.get(bucket);
    if (known !== undefined) return known;
    const parts: Record<string, number> = {};
    for (const part of formatter.formatToParts(bucket * quarterHour)) parts[part.type] = Number(part.value);
    const wall = Date.UTC(
      parts.year ?? 1970,
      (parts.month ?? 1) - 1,
      parts.day ?? 1,
      parts.hour ?? 0,
      parts.minute ?? 0,
      parts.second ?? 0,
    );
    const offset = wall - bucket * quarterHour;
    if (offsets.size > 100_000) offsets.clear();
    offsets.set(bucket, offset);
    return offset;
  };
  const fromWall = (wall: number): Instant => {
    // Two looks find the offset in force at that wall time; in a gap the later one wins, as clocks do.
    const first = offsetAt(wall);
    return instant(wall - offsetAt(wall - first));
  };
  const localDateOf = (moment: Instant): LocalDate => fromEpochDay(Math.floor((moment + offsetAt(moment)) / day));
  const timeOf = (date: LocalDate, milliseconds: number): Instant => fromWall(epochDay(date) * day + milliseconds);
  return {
    name,
    localDateOf,
    format: (moment) => {
      const offset = offsetAt(moment);
      return `${wallText(moment + offset)}${offsetText(offset)}`;
    },
    startOf: (date) => fromWall(epochDay(date) * day),
    timeOf,
    sameTimeOn: (date, moment) => {
      const wall = moment + offsetAt(moment);
      return timeOf(date, ((wall % day) + day) % day);
    },
    parse: (text, property) => {
      const match = dateTimePattern.exec(text);
      const date = match ? parseLocalDate(match[1] ?? '') : undefined;
      if (!match || !date) {
        return reject(
          'INVALID_PARAMETERS',
          `${property} must be a date-time like 2016-09-06T13:37:50+03:00, not ${text.slice(0, 60)}`,
        );
      }
      const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
      if (hours > 23 || minutes > 59 || seconds > 59) {
        return reject('INVALID_PARAMETERS', `${property} has no such time of day: ${text.slice(0, 60)}`);
      }
      const milliseconds = match[5] ? Math.floor(Number(`0${match[5]}`) * 1000) : 0;
      const wall = epochDay(date) * day + hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + milliseconds;
      const moment = fromWall(wall);
      const offset = offsetAt(moment);
      const given = match[6];
      if (given === undefined || offsetOfText(given) !== offset) {
        // In the words of the contract, which tell the value without the offset that is wrong.
        const value = text.slice(0, text.length - (given?.length ?? 0)).slice(0, 60);
        return reject(
          'INVALID_PARAMETERS',
          `Invalid date offset for value ${value} org offset is ${offsetText(offset)}`,
        );
      }
      return moment;
    },
  };
};
