import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseLocalDate } from '../../server/src/kernel/localDate.ts';
import { branches, type Customer } from './customer.ts';
import { customersText, makeCustomers } from './makeCustomers.ts';

const customers = makeCustomers();
const share = (test: (customer: Customer) => boolean): number => customers.filter(test).length / customers.length;

describe('the customers of the demo', () => {
  it('are the committed ones, letter by letter', async () => {
    expect(await readFile(new URL('customers.json', import.meta.url), 'utf8')).toBe(customersText());
  });

  it('are two hundred with a number of their own', () => {
    expect(new Set(customers.map(({ number }) => number)).size).toBe(200);
    expect(new Set(customers.map(({ emailAddress }) => emailAddress)).size).toBe(200);
  });

  it('come from many countries, and most names leave ASCII', () => {
    expect(new Set(customers.map(({ address }) => address.country)).size).toBeGreaterThanOrEqual(12);
    expect(share(({ firstName, lastName }) => /[^\x20-\x7e]/.test(firstName + lastName))).toBeGreaterThan(0.6);
    expect(customers.filter(({ lastName }) => /[\u3040-\u9fff]/.test(lastName)).length).toBeGreaterThan(3);
  });

  it('were born on days that exist and live at complete addresses', () => {
    for (const { birthDate, idDocument, address } of customers) {
      expect(parseLocalDate(birthDate)).toBe(birthDate);
      expect(parseLocalDate(idDocument.validUntil)).toBe(idDocument.validUntil);
      expect(Object.values(address).every((part) => part !== '' && !/[{}#]/.test(part))).toBe(true);
    }
  });

  it('spread over all branches, both deposit products and all loan products', () => {
    expect(new Set(customers.map(({ branch }) => branch)).size).toBe(branches.length);
    for (const kind of ['current', 'savings'])
      expect(share(({ deposit }) => deposit.kind === kind)).toBeGreaterThan(0.2);
    for (const kind of ['flat', 'declining', 'equal'])
      expect(share(({ loan }) => loan.kind === kind)).toBeGreaterThan(0.2);
  });

  it('edit some schedules, pay some loans into the account, repay some from it', () => {
    expect(share(({ loan }) => loan.edit?.moved !== undefined)).toBeGreaterThan(0.15);
    expect(share(({ loan }) => loan.edit?.shifted !== undefined)).toBeGreaterThan(0.1);
    expect(share(({ loan }) => loan.payout === 'DEPOSIT')).toBeGreaterThan(0.4);
    expect(share(({ loan }) => loan.repayment.from === 'DEPOSIT')).toBeGreaterThan(0.3);
  });

  it('carry amounts that a euro account can hold, and open the account before the loan', () => {
    for (const { deposit, loan } of customers) {
      for (const amount of [deposit.openingAmount, loan.amount, loan.fee]) expect(amount).toMatch(/^[1-9]\d*\.\d\d$/);
      expect(deposit.openedDaysAgo).toBeGreaterThan(loan.disbursedDaysAgo);
      expect(loan.firstRepaymentAfterDays).toBeGreaterThan(loan.disbursedDaysAgo);
      expect(loan.edit?.moved?.instalment ?? 1).toBeLessThanOrEqual(loan.instalments);
    }
  });
});
