import { expect, test } from 'vitest';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { instant } from '../../../kernel/instant.ts';
import { Decimal } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { changedProperties } from '../../organisation/rules/changedProperties.ts';
import { matchesPattern } from '../../organisation/rules/idPattern.ts';
import { editableProperties, neededPermissions } from './clientChanges.ts';
import {
  type ClientHolder,
  holderMayOpenAccounts,
  holderWithActiveAccount,
  holderWithoutActiveAccounts,
} from './clientHolder.ts';
import type { DocumentTemplateReference } from './clientRole.ts';
import { checksFor, duplicateProbes } from './duplicates.ts';
import { type DocumentRules, type IdDocument, judgedDocuments } from './idDocuments.ts';

const keyOf = (digits: string): EncodedKey => digits.padStart(32, '0') as EncodedKey;

const holder: ClientHolder = {
  encodedKey: keyOf('1'),
  id: 'C1',
  fullName: 'Ann Lee',
  state: 'INACTIVE',
  previousState: null,
  canOpenAccounts: true,
  canGuarantee: true,
  clientRoleKey: keyOf('2'),
  assignedBranchKey: null,
  assignedCentreKey: null,
  assignedUserKey: null,
  activationDate: null,
  loanCycle: 0,
  groupLoanCycle: 0,
  lastModifiedDate: instant(1),
};

test.each<[Partial<ClientHolder>, string | undefined]>([
  [{ state: 'INACTIVE' }, undefined],
  [{ state: 'ACTIVE' }, undefined],
  [{ state: 'PENDING_APPROVAL' }, 'INVALID_ACCOUNT_HOLDER_STATE'],
  [{ state: 'REJECTED' }, 'INVALID_ACCOUNT_HOLDER_STATE'],
  [{ state: 'EXITED' }, 'INVALID_ACCOUNT_HOLDER_STATE'],
  [{ state: 'BLACKLISTED', previousState: 'ACTIVE' }, 'INVALID_ACCOUNT_HOLDER_STATE'],
  [{ canOpenAccounts: false }, 'INVALID_CLIENT_ROLE_PERMISSION_FOR_OPENING_ACCOUNTS'],
])('a holder with %o opens accounts: %s', (given, reason) => {
  expect(holderMayOpenAccounts({ ...holder, ...given })?.errors[0]?.reason).toBe(reason);
});

const now = instant(9);

test('the first active account sets the activation date, later ones leave it', () => {
  const active = holderWithActiveAccount(holder, now);
  expect(active).toEqual({ ...holder, state: 'ACTIVE', activationDate: now, lastModifiedDate: now });
  expect(holderWithActiveAccount(active, instant(10))).toBe(active);
  const inactive = holderWithoutActiveAccounts(active, instant(11));
  expect(inactive).toMatchObject({ state: 'INACTIVE', activationDate: now, lastModifiedDate: 11 });
  expect(holderWithActiveAccount(inactive, instant(12))).toMatchObject({ state: 'ACTIVE', activationDate: now });
});

test('a blacklisted holder keeps his state and moves the way back', () => {
  const listed: ClientHolder = { ...holder, state: 'BLACKLISTED', previousState: 'ACTIVE', activationDate: now };
  expect(holderWithoutActiveAccounts(listed, now)).toMatchObject({ state: 'BLACKLISTED', previousState: 'INACTIVE' });
  expect(holderWithActiveAccount({ ...listed, previousState: 'INACTIVE' }, now)).toMatchObject({
    previousState: 'ACTIVE',
  });
});

test('states without accounts are left alone', () => {
  for (const state of ['PENDING_APPROVAL', 'REJECTED', 'EXITED'] as const) {
    expect(holderWithActiveAccount({ ...holder, state }, now)).toMatchObject({ state });
    expect(holderWithoutActiveAccounts({ ...holder, state }, now)).toMatchObject({ state });
  }
});

const passport: DocumentTemplateReference = {
  encodedKey: keyOf('7'),
  id: 'passport',
  documentType: 'Passport',
  documentIdTemplate: '@@###',
  mandatory: false,
};
const documentRules = (given: Partial<DocumentRules> = {}, template = passport): DocumentRules => ({
  required: false,
  othersEnabled: true,
  templates: new Map([[template.encodedKey, template]]),
  find: (ref) => (ref === template.id || ref === template.encodedKey ? template : undefined),
  matchesPattern,
  stored: [],
  ...given,
});
const other: IdDocument = { documentId: '1', documentType: 'Card' };
const known: IdDocument = {
  documentId: 'AB123',
  documentType: 'Passport',
  identificationDocumentTemplateKey: 'passport',
};

test.each<[string, readonly IdDocument[], DocumentRules, string | undefined]>([
  ['none', [], documentRules(), undefined],
  ['none where one is required', [], documentRules({ required: true }), 'REQUIRED_ID_DOCUMENT_MISSING'],
  ['any', [other], documentRules({ required: true }), undefined],
  [
    'without template where they are needed',
    [other],
    documentRules({ othersEnabled: false }),
    'ADDING_OTHER_ID_DOCUMENTS_IS_DISABLED',
  ],
  ['stored before templates were needed', [other], documentRules({ othersEnabled: false, stored: [other] }), undefined],
  ['with template', [known], documentRules({ othersEnabled: false }), undefined],
  [
    'with unknown template',
    [{ ...known, identificationDocumentTemplateKey: 'x' }],
    documentRules(),
    'INVALID_ID_DOCUMENT_TEMPLATE_KEY',
  ],
  ['against the pattern', [{ ...known, documentId: 'AB12' }], documentRules(), 'INVALID_ID_DOCUMENT'],
  ['of another type than the template', [{ ...known, documentType: 'Card' }], documentRules(), 'INVALID_ID_DOCUMENT'],
  ['blank id', [{ ...other, documentId: ' ' }], documentRules(), 'INVALID_ID_DOCUMENT'],
  ['blank type', [{ ...other, documentType: ' ' }], documentRules(), 'INVALID_ID_DOCUMENT'],
  [
    'a mandatory one missing',
    [other],
    documentRules({}, { ...passport, mandatory: true }),
    'REQUIRED_ID_DOCUMENT_MISSING',
  ],
  ['a mandatory one given', [known], documentRules({}, { ...passport, mandatory: true }), undefined],
])('documents: %s', (_case, documents, rules, reason) => {
  const result = judgedDocuments(documents, rules);
  expect(isRejection(result) ? result.errors[0]?.reason : undefined).toBe(reason);
});

test('a template is kept by its key', () => {
  expect(judgedDocuments([known], documentRules())).toEqual([
    { ...known, identificationDocumentTemplateKey: passport.encodedKey },
  ]);
});

test('duplicate checks ask only with the values they need', () => {
  const client = { firstName: 'Ann', lastName: 'Lee', emailAddress: ' ', idDocuments: [other] };
  const probes = duplicateProbes(client, [
    'EMAIL',
    'HOME_PHONE',
    'MOBILE_PHONE',
    'FIRST_NAME_AND_LAST_NAME',
    'LAST_NAME_AND_DATE_OF_BIRTH',
    'DOCUMENT_ID_AND_TYPE',
  ]);
  expect(probes.map(({ check, values }) => [check, ...values])).toEqual([
    ['FIRST_NAME_AND_LAST_NAME', 'Ann', 'Lee'],
    ['DOCUMENT_ID_AND_TYPE', '1', 'Card'],
  ]);
});

test('a change asks only the checks that compare what changed', () => {
  const all = ['EMAIL', 'FIRST_NAME_AND_LAST_NAME', 'LAST_NAME_AND_DATE_OF_BIRTH'] as const;
  expect(checksFor(all, new Set(['notes']))).toEqual([]);
  expect(checksFor(all, new Set(['lastName']))).toEqual(['FIRST_NAME_AND_LAST_NAME', 'LAST_NAME_AND_DATE_OF_BIRTH']);
});

test('changes are told by value', () => {
  const before = { firstName: 'Ann', notes: 'x', addresses: [{ city: 'Rome', latitude: 1.5 }], birthDate: undefined };
  expect([
    ...changedProperties(editableProperties, before, {
      ...before,
      addresses: [{ latitude: new Decimal('1.50'), city: 'Rome' }],
    }),
  ]).toEqual([]);
  expect([
    ...changedProperties(editableProperties, before, { firstName: 'Bea', addresses: [{ city: 'Rome' }] }),
  ]).toEqual(['firstName', 'notes', 'addresses']);
});

test.each([
  [null, [], []],
  ['approve', [], ['APPROVE_CLIENT']],
  ['reject', [], ['REJECT_CLIENT']],
  ['exit', [], ['EXIT_CLIENT']],
  ['blacklist', [], ['BLACKLIST_CLIENT']],
  ['undoExit', [], ['UNDO_CLIENT_STATE_CHANGED']],
  [null, ['firstName'], []],
  [null, ['clientRoleKey', 'id'], ['CHANGE_CLIENT_TYPE', 'EDIT_CLIENT_ID']],
  [null, ['assignedBranchKey', 'assignedCentreKey'], ['MANAGE_CLIENT_ASSOCIATION']],
] as const)('step %s with %j needs %j', (step, changes, needed) => {
  expect(neededPermissions(step, new Set(changes))).toEqual(needed);
});
