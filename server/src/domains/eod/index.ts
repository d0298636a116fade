/** The door of the end of day. */
export { advanceClockOperation, getClock } from './operations/advanceClock.ts';
export type { EndOfDayContext, EndOfDayStep, RefusedStep } from './pipeline.ts';
export { startEndOfDayScheduler } from './scheduler.ts';
