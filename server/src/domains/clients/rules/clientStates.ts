import { type Rejection, reject } from '../../../kernel/rejection.ts';

export type ClientState = 'PENDING_APPROVAL' | 'INACTIVE' | 'ACTIVE' | 'EXITED' | 'BLACKLISTED' | 'REJECTED';

/** A step that somebody takes by setting `state`. ACTIVE is never set by hand: accounts make a client active. */
export type ClientStep =
  | 'approve'
  | 'undoApprove'
  | 'reject'
  | 'undoReject'
  | 'exit'
  | 'undoExit'
  | 'blacklist'
  | 'undoBlacklist';

const steps: readonly { readonly from: ClientState; readonly to: ClientState; readonly step: ClientStep }[] = [
  { from: 'PENDING_APPROVAL', to: 'INACTIVE', step: 'approve' },
  { from: 'INACTIVE', to: 'PENDING_APPROVAL', step: 'undoApprove' },
  { from: 'PENDING_APPROVAL', to: 'REJECTED', step: 'reject' },
  { from: 'REJECTED', to: 'PENDING_APPROVAL', step: 'undoReject' },
  { from: 'INACTIVE', to: 'EXITED', step: 'exit' },
  { from: 'EXITED', to: 'INACTIVE', step: 'undoExit' },
];

export type ClientStanding = {
  readonly state: ClientState;
  /** Where a blacklisted client came from. */
  readonly previousState: ClientState | null;
  /** Whether somebody approved the client, so that this can be undone. */
  readonly approved: boolean;
  /** Whether any account of the client is not closed. */
  readonly hasOpenAccounts: boolean;
  /** Whether the client guarantees a loan that is not closed. */
  readonly isGuarantor: boolean;
  /** Whether the client is a member of a group. */
  readonly isGroupMember: boolean;
};

/** The step that leads to the wanted state, null when the client is in it already, or why there is none. */
export const stepTo = (client: ClientStanding, wanted: ClientState): ClientStep | null | Rejection => {
  const { state, previousState } = client;
  if (state === wanted) return null;
  if (wanted === 'BLACKLISTED') return 'blacklist';
  if (state === 'BLACKLISTED') return wanted === previousState ? 'undoBlacklist' : noSuchStep(state, wanted);
  const step = steps.find(({ from, to }) => from === state && to === wanted)?.step;
  if (step === undefined) return noSuchStep(state, wanted);
  if (step === 'undoApprove' && !client.approved) {
    return reject('INVALID_CLIENT_STATE_TRANSITION', 'state: the client was never approved, so that cannot be undone');
  }
  if ((step === 'exit' || step === 'undoApprove') && client.hasOpenAccounts) {
    return reject('CLIENT_HAS_ACCOUNTS', `state cannot become ${wanted} while the client has open accounts`);
  }
  if ((step === 'exit' || step === 'undoApprove') && client.isGuarantor) {
    return reject('CLIENT_IS_GUARANTOR', `state cannot become ${wanted} while the client guarantees an open loan`);
  }
  if (step === 'exit' && client.isGroupMember) {
    return reject('CLIENT_IS_MEMBER_OF_A_GROUP', 'state cannot become EXITED while the client is a member of a group');
  }
  return step;
};

const noSuchStep = (from: ClientState, to: ClientState): Rejection =>
  reject('INVALID_CLIENT_STATE_TRANSITION', `state cannot change from ${from} to ${to}`);

/** What a step does to the dates and to the way back; `null` clears. */
export type StepEffects<Moment> = {
  readonly state: ClientState;
  readonly previousState: ClientState | null;
  readonly approvedDate?: Moment | null;
  readonly closedDate?: Moment | null;
};

/** The state and the dates after a step taken now. */
export const afterStep = <Moment>(
  step: ClientStep,
  before: ClientState,
  wanted: ClientState,
  now: Moment,
): StepEffects<Moment> => {
  const plain = { state: wanted, previousState: null };
  switch (step) {
    case 'approve':
      return { ...plain, approvedDate: now };
    case 'undoApprove':
      return { ...plain, approvedDate: null };
    case 'reject':
    case 'exit':
      return { ...plain, closedDate: now };
    case 'undoReject':
    case 'undoExit':
      return { ...plain, closedDate: null };
    case 'blacklist':
      return { state: wanted, previousState: before };
    case 'undoBlacklist':
      return plain;
  }
};
