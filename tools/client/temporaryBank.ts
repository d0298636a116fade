import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BankProcess, startBankProcess } from './bankProcess.ts';
import { temporaryFolder } from './folders.ts';
import type { Defer } from './scope.ts';

/** A fresh bank with a database of its own in a temporary folder; stopped and deleted at the end of the scope. */
export const startTemporaryBank = async (prefix: string, defer: Defer): Promise<BankProcess> => {
  const folder = await temporaryFolder(prefix);
  defer(() => rm(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'data');
  await mkdir(dataDir, { mode: 0o711 });
  const bank = await startBankProcess({
    dataDir,
    password: randomBytes(12).toString('base64url'),
    settings: { FLORIN_SANDBOX: 'true' },
  });
  defer(bank.stop);
  return bank;
};
