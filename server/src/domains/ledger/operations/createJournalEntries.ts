import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { appended, command } from '../../../platform/posting/command.ts';
import { journalEntryAnswer } from '../answers.ts';
import { type ManualPosting, manualPostings } from '../journalSlots.ts';
import { manualJournalLines } from '../rules/manualJournal.ts';
import { findBranchKey } from '../store/branches.ts';
import { glAccountReference } from '../store/glAccountReference.ts';
import { isTransactionIdTaken } from '../store/manualPostingStore.ts';

type Prepared = { readonly branchKey: EncodedKey | null; readonly idTaken: boolean };

/** POST /gljournalentries: a posting by hand. It touches no account, so it waits for nobody; the ledger takes it as it is or not at all. */
export const createJournalEntries = command<'createJournalEntries', ManualPosting, Prepared>('createJournalEntries', {
  prepare: async ({ body }, db) => {
    const branchKey = body.branchId === undefined ? null : await findBranchKey(db, body.branchId);
    if (isRejection(branchKey)) return branchKey;
    // Only told in `decide`, where a repeated request has got its stored answer already.
    return {
      branchKey,
      idTaken: body.transactionId !== undefined && (await isTransactionIdTaken(db, body.transactionId)),
    };
  },
  touches: () => [],
  decide: ({ body, prepared: { branchKey, idTaken } }, _state, context) => {
    const bookingDate = context.clock.zone.parse(body.date, 'date');
    if (isRejection(bookingDate)) return bookingDate;
    const { branches } = context.principal.reach;
    if (branches !== null && (branchKey === null || !branches.has(branchKey))) {
      return reject('CANNOT_MANAGE_USER_BRANCH', 'branchId must name a branch that the user may manage');
    }
    const glAccounts = context.reference.get(glAccountReference);
    const lines = manualJournalLines(
      {
        debits: body.debits ?? [],
        credits: body.credits ?? [],
        transactionId: body.transactionId,
        idTaken,
        branchKey,
        bookingDay: context.clock.zone.localDateOf(bookingDate),
        today: context.today,
      },
      glAccounts,
    );
    if (isRejection(lines)) return lines;
    const encodedKey = newEncodedKey();
    const transactionId = body.transactionId ?? encodedKey;
    const posting: ManualPosting = {
      transactionId,
      encodedKey,
      draft: {
        source: { transactionId },
        lines,
        bookingDate,
        creationDate: context.now,
        accountKey: null,
        productKey: null,
        productType: null,
        userKey: context.principal.userKey,
        notes: body.notes ?? null,
        currencyCode: glAccounts.baseCurrency?.code ?? '',
      },
      written: [],
    };
    return {
      changes: [],
      rows: [appended(manualPostings, posting)],
      outcome: posting,
      subject: { type: 'JOURNAL_ENTRY', key: encodedKey },
    };
  },
  answer: ({ draft, transactionId, written }, context) => {
    const { byKey } = context.reference.get(glAccountReference);
    return draft.lines.map((line, index) => {
      const account = byKey.get(line.glAccountKey);
      const entry = written[index];
      if (!account || !entry) throw new Error(`line ${index} of the manual entry ${transactionId} was not written`);
      return journalEntryAnswer(
        {
          entry_id: entry.entryId,
          encoded_key: entry.encodedKey,
          transaction_id: transactionId,
          is_debit: line.side === 'DEBIT',
          amount: line.amount,
          gl_account_key: line.glAccountKey,
          booking_date: draft.bookingDate,
          creation_date: draft.creationDate,
          account_key: draft.accountKey,
          product_key: draft.productKey,
          product_type: draft.productType,
          assigned_branch_key: line.branchKey,
          user_key: draft.userKey,
          notes: draft.notes ?? null,
          reversal_entry_key: null,
          foreign_amount: null,
          foreign_currency_code: null,
          accounting_rate_key: null,
        },
        account,
        context.clock.zone,
      );
    });
  },
});
