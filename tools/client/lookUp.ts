import type { OperationName, ResponseBody } from '../../server/src/generated/operations.ts';
import { type BankClient, type CallOptions, RefusedError } from './bankClient.ts';

/** What a read answers, or null when the bank says that there is no such thing. */
export const lookUp = async <N extends OperationName>(
  bank: BankClient,
  name: N,
  options: CallOptions<N>,
): Promise<ResponseBody<N> | null> => {
  const answer = await bank.call(name, options);
  if (answer.status === 404) return null;
  if (answer.status < 300) return answer.body;
  throw new RefusedError(name, answer.status, answer.body, answer.text);
};
