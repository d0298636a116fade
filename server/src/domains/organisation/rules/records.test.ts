import { expect, test } from 'vitest';
import { permissionToView, recordNotFound } from './records.ts';

test('a link that leads nowhere is refused by what it should have named, with 400', () => {
  expect(permissionToView('ID_DOCUMENT')).toBe('VIEW_CLIENT_DETAILS');
  expect(recordNotFound('LINE_OF_CREDIT', 'taskLinkKey', 'x'.repeat(500)).errors).toEqual([
    {
      reason: 'INVALID_LINE_OF_CREDIT_ID',
      source: `taskLinkKey ${'x'.repeat(80)} does not name a credit arrangement`,
      status: 400,
    },
  ]);
});
