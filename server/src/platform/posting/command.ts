import type pg from 'pg';
import type { OperationName, ResponseBody } from '../../generated/operations.ts';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { BodyLimits } from '../http/bodyCheck.ts';
import type { OperationContext, OperationInput } from '../http/handler.ts';

/**
 * A kind of state that commands touch: deposit accounts, loan accounts … The domain's store knows how to lock, load and write it
 * (see store.ts); rules see plain values.
 */
export type StateSlot<State> = {
  readonly name: string;
  readonly keyOf: (state: State) => EncodedKey;
  readonly idOf: (state: State) => string;
};

/** One state a command reads and may change, named by key or id. `options` go to the store's loader (e.g. history since a date). */
export type Touch = {
  readonly slot: StateSlot<never>;
  readonly ref: string;
  readonly options?: Readonly<Record<string, unknown>>;
};

/** The touched states as a decision sees them: as stored, or as an earlier command of the same batch left them. */
export type PostingState = {
  /** The state named by key or id, or undefined when there is none. */
  get<State>(slot: StateSlot<State>, ref: string): State | undefined;
};

/** A kind of row that effects append: transactions, journal lines … */
export type RowSlot<Row> = { readonly name: string; readonly __row?: Row };

export type StateChange = { readonly slot: StateSlot<never>; readonly state: unknown };
export type RowEffect = { readonly slot: RowSlot<never>; readonly row: unknown };

/** A positive decision: what shall be written, as data, what the answer is made of, and what the audit record names. */
export type Decision<Outcome> = {
  readonly changes: readonly StateChange[];
  readonly rows: readonly RowEffect[];
  readonly outcome: Outcome;
  readonly subject: AuditSubject;
};

/** A positive decision that changes nothing, such as a request that was answered before: nothing is written, and no audit record either. */
export type Unchanged<Outcome> = Omit<Decision<Outcome>, 'subject'> & { readonly subject: null };

/** Says that everything stays as it is. */
export const unchanged = <Outcome>(outcome: Outcome): Unchanged<Outcome> => ({
  changes: [],
  rows: [],
  outcome,
  subject: null,
});

/** What a command may decide. */
export type Decided<Outcome> = Decision<Outcome> | Unchanged<Outcome> | Rejection;

/**
 * What the audit record names. A change of settings or of a state tells both sides of it; a posting's are its transaction and its journal
 * entries, which nothing changes any more.
 */
export type AuditSubject = {
  readonly type: string;
  readonly key: EncodedKey;
  readonly before?: unknown;
  readonly after?: unknown;
};

/** Says that a state shall be stored as given. */
export const changed = <State>(slot: StateSlot<State>, state: State): StateChange => ({
  slot: slot as unknown as StateSlot<never>,
  state,
});

/** Says that a row shall be appended. */
export const appended = <Row>(slot: RowSlot<Row>, row: Row): RowEffect => ({ slot: slot as RowSlot<never>, row });

/** Names a state to lock and load. */
export const touch = <State>(slot: StateSlot<State>, ref: string, options?: Touch['options']): Touch => ({
  slot: slot as unknown as StateSlot<never>,
  ref,
  ...(options ? { options } : {}),
});

/** For whom something is looked up before the batch, and the reference data of that moment for those who need it. */
export type PreparedBy = {
  readonly principal: OperationContext['principal'];
  readonly reference: () => Promise<OperationContext['reference']>;
  /** Whether nothing that was remembered will do: what came of it before was a refusal. */
  readonly afresh: boolean;
};

type Numbers = readonly { readonly name: string }[];

/**
 * An operation that changes accounts or the ledger. `touches` names what is locked, `decide` is pure and synchronous,
 * `answer` is called after the rows have their numbers and before the commit.
 */
export type Command<N extends OperationName, Outcome, Prepared = undefined> = BodyLimits & {
  readonly kind: 'command';
  readonly name: N;
  /**
   * Looks up, before the batch and without locks, what `touches` needs to name the states: facts that never change, such as the account of a
   * transaction. What may change is judged in `decide`, on locked states.
   */
  readonly prepare?: (
    input: OperationInput<N>,
    db: Pick<pg.Pool, 'query'>,
    by: PreparedBy,
  ) => Promise<Prepared | Rejection>;
  /**
   * `prepare` may answer what it remembers. Nothing is booked on the strength of that: `decide` finds everything again behind locks. But a refusal
   * may come of it, so a refused command is prepared afresh, and decided once more if that says anything else.
   */
  readonly preparesFromMemory?: true;
  /**
   * Kinds of rows of which it appends one each, when it is not refused: their numbers are drawn together with the locks. Others draw theirs
   * after the decision, which costs the batch one more round trip.
   */
  readonly numbers?: Numbers | ((input: CommandInput<N, Prepared>) => Numbers);
  /** Judges a refusal once more with what only the database knows, where that comes first in the documented order. */
  readonly refused?: (input: OperationInput<N>, refusal: Rejection, db: Pick<pg.Pool, 'query'>) => Promise<Rejection>;
  /** Pure and synchronous too; asked again when the reference data it saw turns out to be old. */
  readonly touches: (input: CommandInput<N, Prepared>, context: OperationContext) => readonly Touch[] | Rejection;
  readonly decide: (
    input: CommandInput<N, Prepared>,
    state: PostingState,
    context: OperationContext,
  ) => Decided<Outcome>;
  readonly answer: (outcome: Outcome, context: OperationContext) => ResponseBody<N>;
};

/** A command's input: the operation's, and what `prepare` found. */
export type CommandInput<N extends OperationName, Prepared> = OperationInput<N> & { readonly prepared: Prepared };

/** A command whose input and outcome types are its own affair: the runner only hands its own values back to it. */
export type AnyCommand = Command<never, never, never>;

/** A command as the table of handlers holds it. */
export type CommandHandler<N extends OperationName> = {
  readonly kind: 'command';
  readonly name: N;
  readonly command: AnyCommand;
};

/** Declares a command. */
export const command = <N extends OperationName, Outcome, Prepared = undefined>(
  name: N,
  definition: Omit<Command<N, Outcome, Prepared>, 'kind' | 'name'>,
): CommandHandler<N> => ({
  kind: 'command',
  name,
  command: { kind: 'command', name, ...definition } as unknown as AnyCommand,
});

/** A command that no route leads to: the night's own work, through the same door. Its answer is empty. */
export const internalCommand = <Input, Outcome>(
  name: string,
  definition: {
    readonly touches: (input: Input, context: OperationContext) => readonly Touch[];
    readonly decide: (input: Input, state: PostingState, context: OperationContext) => Decided<Outcome>;
  },
): AnyCommand => ({ kind: 'command', name, answer: () => undefined, ...definition }) as unknown as AnyCommand;
