/** A column: its heading, and whether its cells are numbers, which stand to the right. */
export type Column = { readonly heading: string; readonly numeric?: boolean };

/** Lays rows out under their headings, each column as wide as its widest cell. */
export const table = (columns: readonly Column[], rows: readonly (readonly string[])[], indent = '  '): string => {
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ numeric }, index) => {
        const cell = cells[index] ?? '';
        return numeric ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(columns.map(({ heading }) => heading)), rule, ...rows.map(line)].map((text) => indent + text).join('\n');
};
