import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in /proc; 100 on every Linux that Node runs on. */
const TICKS = 100;

type Times = { readonly parent: number; readonly own: number; readonly gone: number };

/** The fields of /proc/<pid>/stat after the name in parentheses: state, parent, …, and from the twelfth the times. */
export const timesOf = (stat: string): Times => {
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const at = (index: number): number => fields[index] ?? 0;
  return { parent: at(1), own: (at(11) + at(12)) / TICKS, gone: (at(13) + at(14)) / TICKS };
};

const timesOfProcess = (pid: string | number): Times | null => {
  try {
    return timesOf(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return null;
  }
};

/**
 * Processor seconds that a process, its living children and those that ended before have used. NaN where the system does not tell (anything
 * but Linux). Unlike a rate, it hardly depends on what else the machine does.
 */
export const processorSeconds = (pid: number): number => {
  const self = timesOfProcess(pid);
  if (self === null) return Number.NaN;
  let total = self.own + self.gone;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const times = timesOfProcess(name);
    if (times?.parent === pid) total += times.own;
  }
  return total;
};
