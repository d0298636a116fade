import { expect, test } from 'vitest';
import type { Rejection } from '../../../kernel/rejection.ts';
import { checkNewTask, checkTask, checkTaskChange, type Task } from './tasks.ts';

const reasonOf = (refusal: Rejection | undefined): string | undefined => refusal?.errors[0]?.reason;
const sourceOf = (refusal: Rejection | undefined): string => refusal?.errors[0]?.source ?? '';
const task = (changes: Partial<Task> = {}): Task => ({ title: 'Call Ana', dueDate: '2026-03-12', ...changes });

test.each<[string, Task, string | undefined]>([
  ['with a title and a day', task(), undefined],
  ['about a client', task({ taskLinkType: 'CLIENT', taskLinkKey: 'A1' }), undefined],
  ['without a title', task({ title: undefined }), 'INVALID_TASK_TITLE_LENGTH'],
  ['with a blank title', task({ title: ' \t' }), 'INVALID_TASK_TITLE_LENGTH'],
  ['with a key of nothing', task({ taskLinkKey: 'A1' }), 'INVALID_PARAMETERS'],
  ['about some client', task({ taskLinkType: 'CLIENT' }), 'INVALID_PARAMETERS'],
])('a task %s', (_case, given, reason) => {
  expect(reasonOf(checkTask(given))).toBe(reason);
  expect(reasonOf(checkNewTask(given))).toBe(reason);
});

test('a new task is open', () => {
  expect(checkNewTask(task({ status: 'OPEN' }))).toBeUndefined();
  expect(reasonOf(checkNewTask(task({ status: 'COMPLETED' })))).toBe('INVALID_TASK_STATUS');
});

test.each<[string, Partial<Task>, Partial<Task>, string]>([
  ['an open task is changed', { status: 'OPEN' }, { status: 'OPEN', title: 'New' }, ''],
  ['an open task is changed and completed', { status: 'OPEN' }, { status: 'COMPLETED', title: 'New' }, ''],
  ['a completed task stays as it is', { status: 'COMPLETED' }, { status: 'COMPLETED' }, ''],
  ['a completed task is opened and changed', { status: 'COMPLETED' }, { status: 'OPEN', title: 'New' }, ''],
  ['a completed task is renamed', { status: 'COMPLETED' }, { status: 'COMPLETED', title: 'New' }, 'title'],
  ['a completed task gets time', { status: 'COMPLETED' }, { status: 'COMPLETED', dueDate: '2027-01-01' }, 'dueDate'],
  [
    'a completed task loses its description',
    { status: 'COMPLETED', description: 'why' },
    { status: 'COMPLETED' },
    'description',
  ],
  [
    'a completed task is handed on',
    { status: 'COMPLETED' },
    { status: 'COMPLETED', assignedUserKey: 'b' },
    'assignedUserKey',
  ],
])('%s', (_case, before, after, named) => {
  const refusal = checkTaskChange(task(before), task(after));
  expect(reasonOf(refusal)).toBe(named === '' ? undefined : 'INVALID_TASK_FIELD_CHANGE');
  expect(sourceOf(refusal).startsWith(named)).toBe(true);
});
