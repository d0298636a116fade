import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';

type Flags = { readonly required: boolean; readonly default: boolean };

/** A custom field of transactions as a channel sees it. */
export type ChannelField = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  /** Its definition as the contract tells it, without its usage. */
  readonly definition: Readonly<Record<string, unknown>>;
  /** What is said of it where every channel has it, and no single one can say otherwise; null where channels are named. */
  readonly forAll: Flags | null;
  /** What is said of it for this channel; null where the channel does not have it. */
  readonly own: Flags | null;
  /** How many channels have it. */
  readonly channels: number;
};

/** A field of a channel as a request names it: the definition may stand beside, as it is told. */
export type ChannelFieldInput = Readonly<Record<string, unknown>> & {
  readonly id?: string;
  readonly availableFor?: string;
  readonly usage?: readonly {
    readonly objectKey?: string;
    readonly required?: boolean;
    readonly default?: boolean;
  }[];
};

/** A field of which the channel has another usage than before; null: none any more. */
export type ChannelFieldChange = { readonly field: EncodedKey; readonly usage: Flags | null };

// Moments are told, and nobody's to change; the rest is judged by itself.
const ownRules: ReadonlySet<string> = new Set(['id', 'usage', 'encodedKey', 'creationDate', 'lastModifiedDate']);

/** Whether everything that was sent is as it is stored. What was left out says nothing. */
const says = (sent: unknown, stored: unknown): boolean => {
  if (Array.isArray(sent)) {
    return (
      Array.isArray(stored) && sent.length === stored.length && sent.every((value, index) => says(value, stored[index]))
    );
  }
  if (typeof sent !== 'object' || sent === null || typeof stored !== 'object' || stored === null) {
    return String(sent) === String(stored ?? '');
  }
  return Object.entries(sent).every(([name, value]) =>
    says(value, (stored as Readonly<Record<string, unknown>>)[name]),
  );
};

/** The field that an entry names, with what the entry wants of it. */
const wantedField = (
  input: ChannelFieldInput,
  at: string,
  names: readonly string[],
  fields: readonly ChannelField[],
): { readonly field: ChannelField; readonly flags: Flags } | Rejection => {
  const field = fields.find(({ id }) => id === input.id);
  if (!field) {
    const id = input.id === undefined ? 'is missing' : `${input.id.slice(0, 80)} is not a custom field of channels`;
    return reject('INVALID_CUSTOM_FIELD_ID', `${at}.id ${id}`);
  }
  const changed = Object.entries(input).find(
    ([name, value]) => !ownRules.has(name) && !says(value, field.definition[name]),
  );
  if (changed) {
    return reject('INVALID_PARAMETERS', `${at}.${changed[0]} changes only with the configuration of custom fields`);
  }
  const usage = input.usage ?? [];
  const [said] = usage;
  if (usage.length > 1 || (said?.objectKey !== undefined && !names.includes(said.objectKey))) {
    const message = `${at}.usage is for this channel: others say themselves which fields they have`;
    return reject('CUSTOM_FIELD_USAGE_CHANGE_NOT_ALLOWED', message);
  }
  const before = field.forAll ?? field.own ?? { required: false, default: false };
  const flags = said === undefined ? before : { required: said.required ?? false, default: said.default ?? false };
  if (field.forAll && (flags.required !== field.forAll.required || flags.default !== field.forAll.default)) {
    const message = `${at}.usage of a field that every channel has changes only with the configuration of custom fields`;
    return reject('CUSTOM_FIELD_USAGE_CHANGE_NOT_ALLOWED', message);
  }
  return { field, flags };
};

/**
 * What a channel's list of custom fields changes: fields that are named come or have other flags, those that are left out go. Fields that every
 * channel has stay whatever the list says, and the last channel keeps its field: a usage that names nobody would mean everybody. `names` are the
 * channel's key and id.
 */
export const channelFieldChanges = (
  wanted: readonly ChannelFieldInput[],
  names: readonly string[],
  fields: readonly ChannelField[],
): readonly ChannelFieldChange[] | Rejection => {
  const changes: ChannelFieldChange[] = [];
  const seen = new Set<string>();
  for (const [index, input] of wanted.entries()) {
    const at = `customFields[${index}]`;
    const entry = wantedField(input, at, names, fields);
    if (isRejection(entry)) return entry;
    const { field, flags } = entry;
    if (seen.has(field.id)) return reject('CUSTOM_FIELD_DUPLICATE_ID', `${at}.id ${field.id} is there twice`);
    seen.add(field.id);
    const same = field.own?.required === flags.required && field.own.default === flags.default;
    if (field.forAll === null && !same) changes.push({ field: field.encodedKey, usage: flags });
  }
  for (const field of fields) {
    if (field.own === null || seen.has(field.id)) continue;
    if (field.channels === 1) {
      return reject(
        'CUSTOM_FIELD_USAGE_CHANGE_NOT_ALLOWED',
        `customFields leaves out ${field.id}, which no other channel has; its configuration may remove or deactivate it`,
      );
    }
    changes.push({ field: field.encodedKey, usage: null });
  }
  return changes;
};

/** Refuses to remove a channel that alone has a custom field: the field would be everybody's. */
export const checkFieldsLeft = (fields: readonly ChannelField[]): Rejection | undefined => {
  const only = fields.find(({ own, channels }) => own !== null && channels === 1);
  return only && reject('TRANSACTION_CHANNEL_IN_USE', `the custom field ${only.id} is for this channel alone`);
};
