import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { bareArray } from '../../../platform/db/arrayLiteral.ts';
import { changes, insertion, moment, plain, text } from '../../../platform/db/rowSource.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import { detailsOf } from '../rules/eventDetails.ts';
import type { LoanEvent } from '../rules/events.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { sameInstalment } from '../rules/sameInstalment.ts';
import type { Instalment } from '../rules/state.ts';
import { detailsToJson } from './eventDetailsJson.ts';
import { instalmentColumnsOf } from './instalmentRow.ts';

// The events and instalments of loans: most of them stay as they are for years, and only what became other is sent.

type OwnEvent = { readonly account: LoanAccount; readonly event: LoanEvent };

const insertEvents = insertion<OwnEvent>('loan_event', [
  plain('encoded_key', 'uuid', ({ event }) => event.key),
  plain('account_key', 'uuid', ({ account }) => account.encodedKey),
  plain('sequence', 'int', ({ event }) => event.sequence),
  text('event', 'json', ({ event }) => JSON.stringify(event)),
  text('details', 'json', ({ account, event }) => {
    const details = detailsOf(account, event.key);
    return details ? detailsToJson(details) : '{}';
  }),
  moment('creation_date', ({ account }) => account.lastModifiedDate),
]);

// Events that the account does not have any more were reversed by this change; they stay as the trace of what was.
const reverseEvents = (keys: readonly string[]): Statement => ({
  name: 'reverse-loan-events',
  text: 'UPDATE loan_event SET reversed = true WHERE encoded_key = ANY($1::uuid[])',
  values: [bareArray([...keys], (key) => key)],
});

type OwnInstalment = { readonly account: LoanAccount; readonly instalment: Instalment };

const keyOf = ({ account, instalment }: OwnInstalment): EncodedKey | null =>
  account.instalmentKeys.get(instalment.slot) ?? null;

const instalmentColumns = instalmentColumnsOf<OwnInstalment>(({ instalment }) => instalment);

const keyColumn = plain<OwnInstalment>('encoded_key', 'uuid', keyOf);

const insertInstalments = insertion<OwnInstalment>('loan_instalment', [
  keyColumn,
  plain('account_key', 'uuid', ({ account }) => account.encodedKey),
  text('slot', 'text', ({ instalment }) => instalment.slot),
  ...instalmentColumns,
]);

const updateInstalments = changes('loan_instalment', [keyColumn, ...instalmentColumns]);

const removeInstalments = (keys: readonly EncodedKey[]): Statement => ({
  name: 'remove-loan-instalments',
  text: 'DELETE FROM loan_instalment WHERE encoded_key = ANY($1::uuid[])',
  values: [bareArray([...keys], (key) => key)],
});

type Parts = {
  readonly events: OwnEvent[];
  readonly reversed: string[];
  readonly added: OwnInstalment[];
  readonly other: OwnInstalment[];
  readonly gone: EncodedKey[];
};

const noteEvents = (account: LoanAccount, before: LoanAccount | undefined, parts: Parts): void => {
  const known = before?.events ?? [];
  const { events } = account;
  // Nearly always events were appended, and nothing else.
  let same = 0;
  while (same < known.length && known[same] === events[same]) same += 1;
  const [later, former] = [events.slice(same), known.slice(same)];
  const formerKeys = new Set(former.map(({ key }) => key));
  for (const event of later) if (!formerKeys.has(event.key)) parts.events.push({ account, event });
  if (former.length === 0) return;
  const standing = new Set(later.map(({ key }) => key));
  for (const key of formerKeys) if (!standing.has(key)) parts.reversed.push(key);
};

const noteInstalments = (account: LoanAccount, before: LoanAccount | undefined, parts: Parts): void => {
  const former = before?.figures.instalments ?? [];
  const { instalments } = account.figures;
  // Nearly always the same slots follow each other, and what did not change is the very value that was read.
  const known = new Map<string, Instalment>();
  const unmatched: Instalment[] = [];
  let index = 0;
  for (const instalment of instalments) {
    const other = former[index];
    index += 1;
    if (instalment === other) continue;
    if (other?.slot !== instalment.slot) {
      unmatched.push(instalment);
      if (other) known.set(other.slot, other);
    } else if (!sameInstalment(other, instalment)) parts.other.push({ account, instalment });
  }
  for (const other of former.slice(instalments.length)) known.set(other.slot, other);
  for (const instalment of unmatched) {
    const other = known.get(instalment.slot);
    known.delete(instalment.slot);
    if (!other) parts.added.push({ account, instalment });
    else if (!sameInstalment(other, instalment)) parts.other.push({ account, instalment });
  }
  for (const slot of known.keys()) {
    const key = before?.instalmentKeys.get(slot);
    if (key !== undefined) parts.gone.push(key);
  }
};

/** What stores the events and instalments of accounts, in a few statements for any number of them. */
export const writeParts = (
  accounts: readonly LoanAccount[],
  loaded: (account: LoanAccount) => LoanAccount | undefined,
): readonly Statement[] => {
  const parts: Parts = { events: [], reversed: [], added: [], other: [], gone: [] };
  for (const account of accounts) {
    const before = loaded(account);
    noteEvents(account, before, parts);
    noteInstalments(account, before, parts);
  }
  const { events, reversed, added, other, gone } = parts;
  return [
    ...(events.length > 0 ? [insertEvents(events)] : []),
    ...(reversed.length > 0 ? [reverseEvents(reversed)] : []),
    ...(gone.length > 0 ? [removeInstalments(gone)] : []),
    ...(other.length > 0 ? [updateInstalments(other)] : []),
    ...(added.length > 0 ? [insertInstalments(added)] : []),
  ];
};
