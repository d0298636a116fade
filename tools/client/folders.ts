import { chmod, mkdir, mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Numbers of file systems that live in memory (Linux): tmpfs and ramfs. */
const IN_MEMORY = new Set([0x01021994, 0x858458f6]);

const inMemory = async (folder: string): Promise<boolean> =>
  statfs(folder).then(
    (found) => IN_MEMORY.has(found.type),
    () => false,
  );

/** A folder of this checkout that git ignores. */
const ownFolder = fileURLToPath(new URL('../../.tmp', import.meta.url));

/**
 * A new empty folder on a disk: never in memory, where a commit would cost nothing and survive nothing. PostgreSQL may run as another user,
 * so everybody may pass through it.
 */
export const temporaryFolder = async (prefix: string): Promise<string> => {
  for (const home of [tmpdir(), '/var/tmp']) {
    if (await inMemory(home)) continue;
    const made = await mkdtemp(join(home, prefix)).catch(() => null);
    if (made !== null) return passable(made);
  }
  await mkdir(ownFolder, { recursive: true });
  return passable(await mkdtemp(join(ownFolder, prefix)));
};

const passable = async (folder: string): Promise<string> => {
  await chmod(folder, 0o711);
  return folder;
};
