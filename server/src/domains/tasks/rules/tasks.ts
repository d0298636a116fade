import type { Schemas } from '../../../generated/schemas.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { changedProperties } from '../../organisation/rules/changedProperties.ts';
import { isBlank } from '../../organisation/rules/texts.ts';

export type Task = Schemas['Task'];

/** Refuses a task that nobody could read in a list, or that is half linked. */
export const checkTask = (task: Task): Rejection | undefined => {
  if (isBlank(task.title)) return reject('INVALID_TASK_TITLE_LENGTH', 'title must have 1 to 255 characters');
  if ((task.taskLinkType === undefined) === (task.taskLinkKey === undefined)) return undefined;
  return task.taskLinkType === undefined
    ? reject('INVALID_PARAMETERS', 'taskLinkKey needs taskLinkType, which says what it is the key of')
    : reject('INVALID_PARAMETERS', `taskLinkType ${task.taskLinkType} needs taskLinkKey`);
};

/** Refuses a task that begins where others end. */
export const checkNewTask = (task: Task): Rejection | undefined =>
  task.status === 'COMPLETED'
    ? reject('INVALID_TASK_STATUS', 'status of a new task must be OPEN; complete it when it is done')
    : checkTask(task);

const content = ['title', 'description', 'dueDate', 'assignedUserKey', 'taskLinkType', 'taskLinkKey'] as const;

/** Refuses a change of what is done: a completed task tells what was to do, until it is opened again. References are compared as keys. */
export const checkTaskChange = (before: Task, after: Task): Rejection | undefined => {
  if (before.status !== 'COMPLETED' || after.status !== 'COMPLETED') return undefined;
  const [changed] = changedProperties(content, before, after);
  return changed === undefined
    ? undefined
    : reject('INVALID_TASK_FIELD_CHANGE', `${changed} of a completed task can't be changed; set status OPEN first`);
};
