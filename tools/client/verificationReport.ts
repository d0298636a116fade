import { styleText } from 'node:util';
import type { Schemas } from '../../server/src/generated/schemas.ts';
import { counted } from './progress.ts';

/** `depositAccounts` as `deposit accounts`. */
const words = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const SHOWN = 50;

/** What a verification found, in words, and whether everything was right. */
export const verificationReport = ({
  checked,
  differences,
}: Schemas['FlorinVerification']): { readonly text: string; readonly clean: boolean } => {
  const numbers = Object.entries(checked).map(([name, count]) => `${counted(Number(count))} ${words(name)}`);
  const looked = `Checked: ${numbers.length === 0 ? 'nothing' : numbers.join(', ')}.`;
  if (differences.length === 0) {
    return { text: `${looked}\n${styleText('green', 'Everything is as the transactions say.')}`, clean: true };
  }
  const lines = differences
    .slice(0, SHOWN)
    .map(({ kind, subject, expected, actual }) => `  ${kind}  ${subject}: should be ${expected}, is ${actual}`);
  const more = differences.length > SHOWN ? [`  … and ${counted(differences.length - SHOWN)} more`] : [];
  const heading = styleText('red', `${counted(differences.length)} differences:`);
  return { text: [looked, heading, ...lines, ...more].join('\n'), clean: false };
};
