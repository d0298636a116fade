import type { ErrorReason } from '../../generated/errors.ts';
import type { OperationName, ResponseBody } from '../../generated/operations.ts';
import { isRejection, type Rejection, reject, rejectAll } from '../../kernel/rejection.ts';
import {
  type Answer,
  declaredRead,
  declaredWrite,
  type ReadContext,
  type ReadHandler,
  type WriteContext,
  type WriteHandler,
} from '../http/handler.ts';
import { readYaml } from '../yaml.ts';
import { lockConfiguration } from './lock.ts';
import { failed, type Problem, type Shape, sourceOf } from './shape.ts';

/** What a document would do: what is wrong with it, or the changes and what the caller should know about them. */
export type Plan = {
  readonly problems: readonly Problem[];
  /** Carries the changes out and answers warnings. Asked only when there are no problems. */
  readonly apply: () => Promise<readonly string[] | Rejection>;
};

/** A section of configuration as code: how its document looks, how it is read from what is stored, and what another document would change. */
export type Section<Document> = {
  readonly shape: Shape<Document>;
  /** What an empty document is answered. */
  readonly empty: ErrorReason;
  readonly load: (
    context: ReadContext | WriteContext,
    query: Readonly<Record<string, unknown>>,
  ) => Promise<Document> | Document;
  readonly plan: (document: Document, context: WriteContext) => Promise<Plan> | Plan;
};

const mostProblems = 100;

// The generic handlers answer the contract's shape; the test client checks each answer against the contract.
const typed = <N extends OperationName>(body: unknown): Answer<ResponseBody<N>> =>
  ({ body }) as Answer<ResponseBody<N>>;

/** GET of a section: everything of it as one document. */
export const getConfiguration = <N extends OperationName, Document>(
  name: N,
  section: Section<Document>,
): ReadHandler<N> =>
  declaredRead(name, async ({ query }, context) =>
    typed(section.shape.write(await section.load(context, query as Readonly<Record<string, unknown>>))),
  );

/** GET of a section's template: every property of its document, with nothing in them. */
export const getTemplate = <N extends OperationName, Document>(name: N, section: Section<Document>): ReadHandler<N> =>
  declaredRead(name, async () => typed(section.shape.blank?.()));

/**
 * PUT of a section: brings what is stored in line with the document, all or nothing. The document is read and judged whole before anything is
 * changed, and every problem is told with its line and path. A document that changes nothing leaves no trace.
 */
export const updateConfiguration = <N extends OperationName, Document>(
  name: N,
  section: Section<Document>,
): WriteHandler<N> =>
  declaredWrite(name, async ({ body }, context) => {
    const root = readYaml(typeof body === 'string' ? body : '');
    if (isRejection(root)) return root;
    if (root.kind === 'scalar' && root.isNull) return reject(section.empty, 'line 1: the document is empty');
    const problems: Problem[] = [];
    const document = section.shape.read(root, [], (path, message, reason = 'INVALID_PARAMETERS') => {
      problems.push({ path, message, reason });
    });
    const refusal = (found: readonly Problem[]): Rejection =>
      rejectAll(
        found.slice(0, mostProblems).map((problem) => ({ reason: problem.reason, source: sourceOf(root, problem) })),
      );
    if (document === failed || problems.length > 0) return refusal(problems);
    if (!(await lockConfiguration(context.db))) {
      return reject('CONFIGURATION_AS_CODE_UPDATE_IN_PROGRESS', 'another configuration is being updated', 409);
    }
    let changed = false;
    const plan = await section.plan(document, {
      ...context,
      audit: (...record) => {
        changed = true;
        context.audit(...record);
      },
    });
    if (plan.problems.length > 0) return refusal(plan.problems);
    const warnings = await plan.apply();
    if (isRejection(warnings)) return warnings;
    if (!changed) context.unchanged();
    return typed({ warnings });
  });
