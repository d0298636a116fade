import { depositProductIds } from './depositProducts.ts';
import { keyIn, type Step } from './journey.ts';

/** From a name in a file to money in an account. */
export const depositSteps: readonly Step[] = [
  {
    label: 'clients',
    perform: async ({ customer }, { bank, setup, run }) => {
      const { notes, address, idDocument, number } = customer;
      const branchKey = setup.branchKeys.get(customer.branch);
      const client = await bank.ok('createClient', {
        body: {
          id: `C${run}-${number}`,
          firstName: customer.firstName,
          lastName: customer.lastName,
          gender: customer.gender,
          birthDate: customer.birthDate,
          preferredLanguage: customer.preferredLanguage,
          mobilePhone: customer.mobilePhone,
          emailAddress: customer.emailAddress,
          addresses: [address],
          idDocuments: [idDocument],
          ...(notes === '' ? {} : { notes }),
          ...(branchKey === undefined ? {} : { assignedBranchKey: branchKey }),
        },
      });
      return { clientKey: keyIn(client) };
    },
  },
  {
    label: 'deposit accounts',
    perform: async ({ customer, clientKey }, { bank, run }) => {
      const { kind, name } = customer.deposit;
      const account = await bank.ok('createDepositAccount', {
        body: {
          id: `D${run}-${customer.number}`,
          name,
          accountHolderType: 'CLIENT',
          accountHolderKey: clientKey,
          productTypeKey: depositProductIds[kind],
        },
      });
      return { depositKey: keyIn(account) };
    },
  },
  {
    label: 'deposit accounts approved',
    perform: async ({ depositKey }, { bank }) => {
      await bank.ok('changeDepositAccountState', {
        path: { depositAccountId: depositKey },
        body: { action: 'APPROVE', notes: 'Migrated' },
      });
      return {};
    },
  },
  {
    label: 'opening deposits',
    perform: async ({ customer, depositKey }, { bank, days, run }) => {
      await bank.ok('makeDeposit', {
        path: { depositAccountId: depositKey },
        body: {
          amount: customer.deposit.openingAmount,
          valueDate: days.daysAgo(customer.deposit.openedDaysAgo),
          externalId: `opening-${run}-${customer.number}`,
          notes: 'Balance brought over',
        },
      });
      return {};
    },
  },
];
