import { execFileSync } from 'node:child_process';
import { type Stats, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

/** The user that PostgreSQL runs as when Florin itself runs as root. */
export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number };

/** The first of these that the machine has. PostgreSQL insists on a user with a name. */
const CANDIDATES = ['florin', 'postgres', 'nobody'];

/**
 * Chooses the user for PostgreSQL, which refuses to run as root. Answers null when Florin does not run as root, since it then
 * runs PostgreSQL as itself. An existing data directory decides by its owner.
 */
export async function chooseServerUser(cluster: string): Promise<ServerUser | null> {
  const self = process.getuid?.();
  const holder = attemptStat(cluster)?.uid;
  if (self !== 0) {
    if (self === undefined || holder === undefined || holder === self) return null;
    throw new EmbeddedPostgresError(
      `The database in ${cluster} belongs to user number ${holder} (Florin once ran as root or somebody else). Please start Florin ` +
        `as before, or take it over: sudo chown -R "$(id -u)" ${dirname(cluster)}`,
    );
  }
  const users = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const owner = holder ?? 0;
  const found =
    owner === 0
      ? CANDIDATES.map((name) => users.find((user) => user.name === name)).find((user) => user !== undefined)
      : users.find((user) => user.uid === owner);
  if (found !== undefined) return found;
  throw new EmbeddedPostgresError(
    owner === 0
      ? 'PostgreSQL does not run as root, and this machine has no user "postgres" to run it as. Please start Florin as an ordinary user, ' +
          'or create that user: useradd --system postgres'
      : `The database in ${cluster} belongs to user number ${owner}, who does not exist here. Please give it to one who does: ` +
          `chown -R postgres ${cluster}`,
  );
}

/**
 * Makes sure that `user` may enter `folder` and run `program`; throws `EmbeddedPostgresError` with the exact remedy otherwise.
 */
export function checkReach(user: ServerUser, folder: string, program: string): void {
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1" && test -x "$2"', 'sh', folder, program], {
      uid: user.uid,
      gid: user.gid,
      cwd: '/',
      stdio: 'ignore',
    });
  } catch (error) {
    const closed = [...new Set([...closedFolders(user, folder), ...closedFolders(user, dirname(program))])];
    const intro = `Florin runs as root, so its PostgreSQL runs as the user "${user.name}"`;
    if (closed.length === 0) {
      throw new EmbeddedPostgresError(
        `${intro}, who cannot use ${folder} or ${program}. Please start Florin as an ordinary user, or set DATABASE_URL.`,
        { cause: error },
      );
    }
    throw new EmbeddedPostgresError(
      [
        `${intro}, who may not pass through ${closed.join(' and ')}. Please do one of these:`,
        `  - let users pass (they still cannot list it): chmod o+x ${closed.join(' ')}`,
        '  - start Florin as an ordinary user',
        '  - keep program and data elsewhere, for example in /opt/florin with FLORIN_DATA_DIR=/var/lib/florin',
      ].join('\n'),
    );
  }
}

/** The folders from the root down to `folder` that `user` may not enter, by their plain permissions. */
function closedFolders(user: ServerUser, folder: string): string[] {
  const path: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    path.unshift(at);
    if (at === dirname(at)) break;
  }
  return path.filter((part) => {
    const found = attemptStat(part);
    if (found === null) return false;
    const bit = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001;
    return (found.mode & bit) === 0;
  });
}

function parsePasswd(text: string): ServerUser[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (name === undefined || uid === undefined || gid === undefined || Number(uid) === 0) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

function attemptStat(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}
