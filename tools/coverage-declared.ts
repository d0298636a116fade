import { operations } from '../server/src/generated/operations.ts';
import { handlers } from '../server/src/operations.ts';
import { table } from './client/table.ts';

// How much of the API is declared over a mechanism, and how much is written by hand: a hand-written operation should be one that has
// something of its own to say. The figures stand in docs/architecture.md.

type Kind = 'declared' | 'command' | 'by hand';

const kinds = new Map<string, Record<Kind, number>>();
for (const [name, handler] of Object.entries(handlers)) {
  const section = Object.values(operations).find((operation) => operation.name === name)?.tag ?? '';
  const counts = kinds.get(section) ?? { declared: 0, command: 0, 'by hand': 0 };
  const kind: Kind = handler.kind === 'command' ? 'command' : handler.declared ? 'declared' : 'by hand';
  counts[kind] += 1;
  kinds.set(section, counts);
}

const total = (kind: Kind): number => [...kinds.values()].reduce((sum, counts) => sum + counts[kind], 0);
const [declared, commands, written] = [total('declared'), total('command'), total('by hand')];
const percent = Math.round((declared / (declared + commands + written)) * 100);

process.stdout.write(
  `${table(
    [
      { heading: 'Section' },
      { heading: 'declared', numeric: true },
      { heading: 'commands', numeric: true },
      { heading: 'by hand', numeric: true },
    ],
    [...kinds]
      .toSorted(([left], [right]) => left.localeCompare(right))
      .map(([section, counts]) => [section, ...Object.values(counts).map(String)]),
  )}\n\n  ${declared} of ${declared + commands + written} operations (${percent} %) are declared over a mechanism, ${commands} are commands of the posting runner ` +
    `(what they touch, how they are decided, how they are answered), ${written} are written by hand.\n`,
);
