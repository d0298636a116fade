import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext, WriteContext } from '../../../platform/http/handler.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';
import { date, type Entity, enumeration, integer, key, text, utc } from '../../../platform/resources/entity.ts';
import { getOperation, listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import {
  createOperation,
  deleteOperation,
  patchOperation,
  updateOperation,
} from '../../../platform/resources/writes.ts';
import {
  organisationReference,
  recordKey,
  recordNotFound,
  recordWithinReach,
  visibleRecordKey,
} from '../../organisation/index.ts';
import { checkNewTask, checkTask, checkTaskChange, type Task } from '../rules/tasks.ts';
import { aboutHolder, fullNameOf } from '../store/taskStore.ts';

/** The key of the user who shall do the task, held against being deleted. One who has it already may be inactive by now. */
const assignedTo = async (
  ref: string | undefined,
  before: string | undefined,
  { db, principal, reference }: WriteContext,
): Promise<string | undefined | Rejection> => {
  if (ref === undefined || ref === before) return ref;
  const user = reference.get(organisationReference).users.find(ref);
  if (!user || (await recordKey(db, 'USER', user.encodedKey, 'HOLD', principal)) === undefined) {
    return reject('INVALID_USER_ID', `assignedUserKey ${ref.slice(0, 80)} does not name a user`, 400);
  }
  return user.state === 'ACTIVE' || user.encodedKey === before
    ? user.encodedKey
    : reject('INVALID_USER_ID', `assignedUserKey names ${user.username}, who is not active`, 400);
};

/** The key of what the task is about: it must be there, and the caller must be one who may see it. What a task has is not asked again. */
const aboutWhat = async (
  { taskLinkType: type, taskLinkKey: ref }: Task,
  before: Task | undefined,
  { db, principal }: WriteContext,
): Promise<string | undefined | Rejection> => {
  if (type === undefined || ref === undefined) return undefined;
  if (type === before?.taskLinkType && ref === before.taskLinkKey) return ref;
  const found = await visibleRecordKey(db, type, ref, 'HOLD', principal);
  return found ?? recordNotFound(type, 'taskLinkKey', ref);
};

/** The task with its references by key, or which of them leads nowhere. */
const resolved = async (
  wanted: Entity,
  before: Task | undefined,
  context: WriteContext,
): Promise<Entity | Rejection> => {
  const task = wanted as Entity & Task;
  const assignedUserKey = await assignedTo(task.assignedUserKey, before?.assignedUserKey, context);
  if (isRejection(assignedUserKey)) return assignedUserKey;
  const taskLinkKey = await aboutWhat(task, before, context);
  return isRejection(taskLinkKey) ? taskLinkKey : { ...task, assignedUserKey, taskLinkKey };
};

const tasks: Resource = {
  table: {
    type: 'TASK',
    table: 'task',
    columns: {
      encodedKey: key('encoded_key'),
      id: integer('id', { generated: true }),
      title: text('title'),
      description: text('description'),
      status: enumeration('status'),
      dueDate: date('due_date'),
      assignedUserKey: key('assigned_user_key'),
      createdByUserKey: key('created_by_user_key'),
      createdByFullName: text('created_by_full_name'),
      taskLinkType: enumeration('task_link_type'),
      taskLinkKey: key('task_link_key'),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
    },
  },
  schema: 'Task',
  notFound: 'INVALID_TASK_ID',
  label: 'task',
  notYet: ['templateKey'],
  listing: { sortable: ['id', 'title', 'status', 'dueDate', 'creationDate', 'lastModifiedDate'] },
  rules: {
    create: async (body, context) => {
      const refusal = checkNewTask(body as Task);
      if (refusal) return refusal;
      const { userKey, username } = context.principal;
      const createdByFullName = (await fullNameOf(context.db, userKey)) ?? username;
      return resolved(
        { ...(body as Entity), status: 'OPEN', createdByUserKey: userKey, createdByFullName },
        undefined,
        context,
      );
    },
    update: async (stored, wanted, context) => {
      const before = stored as Entity & Task;
      const after = await resolved({ ...wanted, status: wanted.status ?? before.status }, before, context);
      if (isRejection(after)) return after;
      return checkTask(after as Entity & Task) ?? checkTaskChange(before, after as Entity & Task) ?? after;
    },
  },
};

/** What the list is narrowed to, besides what the caller may see; an unknown user is refused by name. */
const filterOf = (
  { username, clientId, groupId, status }: Readonly<Record<string, unknown>>,
  { principal, reference }: OperationContext,
): readonly Condition[] | Rejection => {
  const conditions: Condition[] = [...recordWithinReach(principal, 't.task_link_type', 't.task_link_key')];
  if (username !== undefined) {
    const user = reference.get(organisationReference).users.find(String(username));
    if (!user) return reject('INVALID_USER_NAME', 'username does not name a user');
    conditions.push(({ bind }) => `t.assigned_user_key = ${bind(user.encodedKey)}::uuid`);
  }
  if (clientId !== undefined) conditions.push(aboutHolder('CLIENT', String(clientId)));
  if (groupId !== undefined) conditions.push(aboutHolder('GROUP', String(groupId)));
  if (status !== undefined) conditions.push(({ bind }) => `t.status = ${bind(status)}::text`);
  return conditions;
};

export const getTasks = listOperation('getTasks', tasks, filterOf);
export const getTask = getOperation('getTask', tasks);
export const createTask = createOperation('createTask', tasks);
export const updateTask = updateOperation('updateTask', tasks);
export const patchTask = patchOperation('patchTask', tasks);
export const deleteTask = deleteOperation('deleteTask', tasks);
