import type { TestBank } from './bank.ts';

/** The errors of a refusal, each as its reason and its source. */
export const errorsOf = ({ body }: { readonly body: unknown }): readonly string[] =>
  (body as { errors: { errorReason: string; errorSource: string }[] }).errors.map(
    ({ errorReason, errorSource }) => `${errorReason} ${errorSource}`,
  );

/** What every change leaves behind: successful changes in the audit trail, and the version of the reference data. */
export const tracesOf = async (bank: TestBank): Promise<unknown> => {
  const { rows } = await bank.db.query(
    `SELECT (SELECT count(*) FROM audit_record WHERE status < 300) AS records,
            (SELECT reference_version FROM tenant_state) AS version`,
  );
  return rows[0];
};
