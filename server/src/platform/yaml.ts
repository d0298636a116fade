import { Document, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, parseDocument } from 'yaml';
import { Decimal } from '../kernel/money.ts';
import { type Rejection, type RejectionError, reject, rejectAll } from '../kernel/rejection.ts';

/** A part of a YAML document with the line it stands in. Scalars keep their text: what it means is for the reader's declaration to say. */
export type YamlNode =
  | { readonly kind: 'scalar'; readonly line: number; readonly text: string; readonly isNull: boolean }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly YamlNode[] }
  | { readonly kind: 'map'; readonly line: number; readonly entries: ReadonlyMap<string, YamlNode> };

const deepestNesting = 32;
// A level of blocks takes at least one column, so that no honest document is indented further.
const widestIndent = 400;
// Some 30,000 lines. Without a limit, a megabyte of commas would keep everybody else waiting for seconds.
const mostSigns = 250_000;
const mostErrors = 20;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

const syntaxError = (line: number, problem: string): RejectionError => ({
  reason: 'INVALID_YAML_SYNTAX',
  source: `line ${line}: ${problem}`,
});

/**
 * Looks through the signs of a text before anything is built of it: what nests too deep, or multiplies itself by anchors and aliases, must not
 * reach the parser. Tags are refused too, as nothing here has a type that a document could choose.
 */
const dangerIn = (text: string): RejectionError | undefined => {
  let line = 1;
  let signs = 0;
  let flows = 0;
  let blocksInLine = 0;
  let isContent = false;
  let startsLine = true;
  const tooDeep = (): RejectionError => syntaxError(line, `the document nests deeper than ${deepestNesting} levels`);
  for (const sign of new Lexer().lex(text)) {
    signs += 1;
    if (signs > mostSigns) return syntaxError(line, 'the document is too long; nothing after this line was read');
    // The sign before a scalar's text: what follows is content, whatever it looks like.
    if (sign === '\u001f') {
      isContent = true;
      continue;
    }
    const isMark = !isContent;
    isContent = false;
    if (isMark && (sign === '[' || sign === '{')) flows += 1;
    else if (isMark && (sign === ']' || sign === '}')) flows -= 1;
    else if (isMark && flows === 0 && (sign === '-' || sign === '?' || sign === ':')) blocksInLine += 1;
    else if (isMark && (sign[0] === '&' || sign[0] === '*'))
      return syntaxError(line, 'anchors and aliases (& and *) are not accepted; please write the values out');
    else if (isMark && sign[0] === '!') return syntaxError(line, 'tags (!) are not accepted');
    if (flows > deepestNesting || blocksInLine > 2 * deepestNesting) return tooDeep();
    if (startsLine && isMark && sign.length > widestIndent && sign.trim() === '') return tooDeep();
    const breaks = sign.includes('\n') ? sign.split('\n').length - 1 : 0;
    startsLine = breaks > 0;
    if (breaks > 0) {
      line += breaks;
      blocksInLine = 0;
    }
  }
  return undefined;
};

const nullText = /^(~|null|Null|NULL)?$/;

/** Thrown inside this file only, to leave the recursion at the first thing that is no part of a plain document. */
class Unreadable extends Error {
  readonly error: RejectionError;
  constructor(error: RejectionError) {
    super('unreadable');
    this.error = error;
  }
}

const nodeOf = (node: Node | null, lines: LineCounter, depth: number, fallback: number): YamlNode => {
  const line = node?.range ? lines.linePos(node.range[0]).line : fallback;
  if (depth > deepestNesting) {
    throw new Unreadable(syntaxError(line, `the document nests deeper than ${deepestNesting} levels`));
  }
  if (node === null) return { kind: 'scalar', line, text: '', isNull: true };
  if (isScalar(node)) {
    const text = String(node.value ?? '');
    return { kind: 'scalar', line, text, isNull: node.type === 'PLAIN' && nullText.test(text) };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => nodeOf(item as Node | null, lines, depth + 1, line));
    return { kind: 'list', line, items };
  }
  if (!isMap(node)) throw new Unreadable(syntaxError(line, 'only lists, properties and values are accepted'));
  const entries = new Map<string, YamlNode>();
  for (const pair of node.items) {
    const key = pair.key as Node | null;
    const keyLine = key?.range ? lines.linePos(key.range[0]).line : line;
    if (!isScalar(key)) throw new Unreadable(syntaxError(keyLine, 'the name of a property must be a text'));
    const name = String(key.value ?? '');
    if (entries.has(name)) throw new Unreadable(syntaxError(keyLine, `${name.slice(0, 80)} is there twice`));
    const value = nodeOf(pair.value as Node | null, lines, depth + 1, keyLine);
    // Where a value begins below its name, the name is what a reader looks for.
    entries.set(name, { ...value, line: keyLine });
  }
  return { kind: 'map', line, entries };
};

/** Received bytes as text, or the contract's refusal of another encoding than UTF-8. */
export const yamlTextOf = (bytes: Buffer): string | Rejection => {
  try {
    return decoder.decode(bytes);
  } catch {
    return reject('UNSUPPORTED_CHARACTER_ENCODING', 'the body is not valid UTF-8');
  }
};

/** A YAML text as a tree that knows its lines, or what is wrong with it and in which line. An empty text is a null. */
export const readYaml = (text: string): YamlNode | Rejection => {
  const danger = dangerIn(text);
  if (danger) return rejectAll([danger]);
  const lines = new LineCounter();
  // The library compares each key with all others; the tree below does it once. Every value stays the text it was.
  const document = parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  if (document.errors.length > 0) {
    return rejectAll(
      document.errors
        .slice(0, mostErrors)
        .map(({ pos, message }) => syntaxError(Math.max(1, lines.linePos(pos[0]).line), message.slice(0, 200))),
    );
  }
  try {
    return nodeOf(document.contents as Node | null, lines, 1, 1);
  } catch (error) {
    if (error instanceof Unreadable) return rejectAll([error.error]);
    throw error;
  }
};

/** A plain value as a YAML document, in the order of its properties: texts in quotes, decimals with all their digits, undefined left out. */
export const writeYaml = (value: unknown): string => {
  const document = new Document(value, {
    aliasDuplicateObjects: false,
    customTags: (tags) => [
      {
        tag: 'tag:yaml.org,2002:float',
        default: true,
        identify: (candidate) => candidate instanceof Decimal,
        stringify: ({ value: decimal }) => (decimal instanceof Decimal ? decimal.toFixed() : String(decimal)),
        resolve: (text: string) => text,
      },
      ...tags,
    ],
  });
  if (document.directives) document.directives.docStart = true;
  return document.toString({
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    indentSeq: false,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
};
