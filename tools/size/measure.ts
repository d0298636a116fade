import ts from 'typescript';

/** Where a long function begins and how long it is. */
export type LongFunction = { readonly name: string; readonly line: number; readonly lines: number };

export type Measured = {
  readonly path: string;
  readonly lines: number;
  readonly longFunctions: readonly LongFunction[];
};

const longestFunction = 70;

const nameOf = (node: ts.Node): string => {
  const holder = ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) ? node : node.parent;
  const named = ts.isFunctionDeclaration(holder) || ts.isMethodDeclaration(holder) || ts.isVariableDeclaration(holder);
  if (named || ts.isPropertyAssignment(holder)) return holder.name?.getText() ?? 'a function';
  return 'a function';
};

/** Counts the lines of a file, and finds its functions that are longer than one reads in one go. Tests may have long tables. */
export const measure = (path: string, text: string): Measured => {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (path.endsWith('.test.ts')) return { path, lines, longFunctions: [] };
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number): number => file.getLineAndCharacterOfPosition(position).line + 1;
  const longFunctions: LongFunction[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const line = lineAt(node.getStart(file));
      const length = lineAt(node.end) - line + 1;
      if (length > longestFunction) longFunctions.push({ name: nameOf(node), line, lines: length });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, lines, longFunctions };
};
