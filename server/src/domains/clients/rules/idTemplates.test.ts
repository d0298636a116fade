import { expect, test } from 'vitest';
import { checkIdTemplate, type IdTemplate } from './idTemplates.ts';

const passport: IdTemplate = { id: '438499999', documentType: 'Passport', documentIdTemplate: '#########' };
const reasonOf = (changes: Partial<IdTemplate>, before?: IdTemplate): string | undefined =>
  checkIdTemplate({ ...passport, ...changes }, before)?.errors[0]?.reason;

test.each<[string, Partial<IdTemplate>, string | undefined]>([
  ['as the contract shows it', { issuingAuthority: 'Government' }, undefined],
  ['without a mask', { documentIdTemplate: undefined }, undefined],
  ['with signs of its own in the mask', { documentIdTemplate: 'CH-@@ ##/$' }, undefined],
  ['without an id', { id: ' ' }, 'BLANK_ID_DOCUMENT_TEMPLATE'],
  ['with a long id', { id: 'a'.repeat(65) }, 'ID_DOCUMENT_TEMPLATE_ID_LENGTH'],
  ['with an id that no path leads to', { id: 'a/b' }, 'NON_ALPHANUMERIC_ID_DOCUMENT_TEMPLATE_ID'],
  ['with a blank type', { documentType: '\t' }, 'BLANK_DOCUMENT_TYPE'],
  ['with a long type', { documentType: 'a'.repeat(256) }, 'DOCUMENT_TYPE_LENGTH'],
  ['with a blank authority', { issuingAuthority: '' }, 'BLANK_ISSUING_AUTHORITY'],
  ['with a long authority', { issuingAuthority: 'a'.repeat(256) }, 'ISSUING_AUTHORITY_LENGTH'],
  ['with a blank mask', { documentIdTemplate: ' ' }, 'BLANK_DOCUMENT_ID_TEMPLATE'],
  ['with a long mask', { documentIdTemplate: '#'.repeat(65) }, 'DOCUMENT_ID_TEMPLATE_LENGTH'],
  ['with a padded mask', { documentIdTemplate: '### ' }, 'INVALID_PARAMETERS'],
  ['with two lines', { documentType: 'a\nb' }, 'INVALID_PARAMETERS'],
])('a template %s', (_case, changes, reason) => {
  expect(reasonOf(changes)).toBe(reason);
});

test('the id of a stored template stays as it is', () => {
  expect(reasonOf({ id: 'a/b' }, { ...passport, id: 'a/b' })).toBeUndefined();
  expect(reasonOf({ id: 'a/c' }, { ...passport, id: 'a/b' })).toBe('NON_ALPHANUMERIC_ID_DOCUMENT_TEMPLATE_ID');
});
