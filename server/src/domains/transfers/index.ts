/** The door of transfers. */
export { default as makeTransfer } from './operations/makeTransfer.ts';
