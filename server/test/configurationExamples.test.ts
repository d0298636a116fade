import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { OperationName } from '../src/generated/operations.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { tracesOf } from './harness/configuration.ts';

/**
 * One document for every complete example that the reference has of these sections: the same properties, lists and kinds of values, in our
 * own words. What each of them needs stands in its first lines; here it is set up.
 */
const fixture = (name: string): string =>
  readFileSync(new URL(`./fixtures/configuration/${name}.yaml`, import.meta.url), 'utf8');

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10', timeZone: 'Europe/Berlin' });
});
afterAll(() => bank.stop());

const defineFields = async (): Promise<void> => {
  await bank.ok('updateCustomFieldsConfiguration', { body: fixture('customFieldsOfBranchesAndCentres') });
};

const addCentreNeeds = async (): Promise<void> => {
  await bank.ok('updateBranchesConfiguration', { body: fixture('branches') });
  await bank.ok('createUser', {
    body: {
      username: 'jonny',
      password: 'jonny-Password-1',
      firstName: 'Jonny',
      lastName: 'Tan',
      email: 'jonny@example.com',
      access: {
        apiAccess: true,
        mambuAccess: false,
        administratorAccess: false,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
      },
    },
  });
};

type Sources = { readonly indexRateSources: readonly { readonly id: string }[] };

/** Lists come back in the order of their ids. */
const byId = (sent: unknown): Sources => ({
  indexRateSources: [...(sent as Sources).indexRateSources].sort((left, right) => (left.id < right.id ? -1 : 1)),
});

type Example = {
  readonly name: string;
  readonly get: OperationName;
  readonly update: OperationName;
  readonly needs?: () => Promise<void>;
  /** The document as it comes back, where that is not word for word what was sent. */
  readonly told?: (sent: unknown) => unknown;
};

const examples: readonly Example[] = [
  { name: 'customFields', get: 'getCustomFieldsConfiguration', update: 'updateCustomFieldsConfiguration' },
  { name: 'branches', get: 'getBranchesConfiguration', update: 'updateBranchesConfiguration', needs: defineFields },
  {
    name: 'branchesAsList',
    get: 'getBranchesConfiguration',
    update: 'updateBranchesConfiguration',
    told: (sent) => ({ branches: sent }),
  },
  { name: 'centres', get: 'getCentresConfiguration', update: 'updateCentresConfiguration', needs: addCentreNeeds },
  { name: 'clientRoles', get: 'getClientRolesConfiguration', update: 'updateClientRolesConfiguration' },
  { name: 'currencies', get: 'getCurrenciesConfiguration', update: 'updateCurrenciesConfiguration' },
  { name: 'groupRoleNames', get: 'getGroupRoleNamesConfiguration', update: 'updateGroupRoleNamesConfiguration' },
  { name: 'holidays', get: 'getHolidaysConfiguration', update: 'updateHolidaysConfiguration' },
  { name: 'idTemplates', get: 'getIdTemplatesConfiguration', update: 'updateIdTemplatesConfiguration' },
  { name: 'indexRates', get: 'getIndexRatesConfiguration', update: 'updateIndexRatesConfiguration', told: byId },
  { name: 'internalControls', get: 'getInternalControlsConfiguration', update: 'updateInternalControlsConfiguration' },
];

describe.each(examples)('$name', ({ name, get, update, needs, told = (sent) => sent }) => {
  const sent = fixture(name);

  test('is accepted and comes back', async () => {
    await needs?.();
    expect((await bank.call(update, { body: sent as never })).text).toBe('---\nwarnings: []\n');
    expect((await bank.call(get)).body).toEqual(told(parse(sent)));
  });

  test('changes nothing the second time, nor does what came back', async () => {
    const came = await bank.call(get);
    const before = await tracesOf(bank);
    expect((await bank.call(update, { body: sent as never })).status).toBe(200);
    expect((await bank.call(update, { body: came.text as never })).status).toBe(200);
    expect(await tracesOf(bank)).toEqual(before);
    expect((await bank.call(get)).text).toBe(came.text);
  });
});
