import { styleText } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { inParallel } from './parallel.ts';

let output: NodeJS.WriteStream = process.stdout;

/** Sends everything that is said to this stream; standard output unless called. */
export const talkOn = (stream: NodeJS.WriteStream): void => {
  output = stream;
};

/** Tells the person at the terminal. */
export const say = (text: string): void => void output.write(text);

const LABEL_WIDTH = 34;
const whole = new Intl.NumberFormat('en');

/** A number with separators of thousands. */
export const counted = (value: number): string => whole.format(Math.round(value));

/**
 * Does `work` for every item with a progress bar, and leaves one line that says how many and how fast. Where the output is not a terminal
 * there is only the line.
 */
export const withProgress = async <Item, Result>(
  label: string,
  items: readonly Item[],
  concurrency: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> => {
  const bar = new SingleBar(
    {
      format: `  ${label.padEnd(LABEL_WIDTH)} {bar} {value}/{total}`,
      barsize: 24,
      clearOnComplete: true,
      hideCursor: true,
      stream: output,
    },
    Presets.shades_classic,
  );
  const began = performance.now();
  bar.start(items.length, 0);
  let results: Result[];
  try {
    results = await inParallel(items, concurrency, async (item, index) => {
      const result = await work(item, index);
      bar.increment();
      return result;
    });
  } finally {
    bar.stop();
  }
  const seconds = (performance.now() - began) / 1000;
  const speed = items.length === 0 ? '' : `${seconds.toFixed(1)} s, ${counted(items.length / seconds)}/s`;
  say(`  ${label.padEnd(LABEL_WIDTH)} ${counted(items.length).padStart(7)}   ${styleText('dim', speed)}\n`);
  return results;
};
