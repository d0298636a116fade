import type { Handlers } from '../../platform/http/handler.ts';
import { createTask, deleteTask, getTask, getTasks, patchTask, updateTask } from './resources/tasks.ts';

/** Every operation of tasks. */
export const taskHandlers = {
  getTasks,
  getTask,
  createTask,
  updateTask,
  patchTask,
  deleteTask,
} satisfies Handlers;
