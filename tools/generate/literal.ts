const plainName = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** A text between single quotes, as the formatter of the project writes it. */
export const quoted = (text: string): string =>
  text.includes("'") && !text.includes('"')
    ? JSON.stringify(text)
    : `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const key = (name: string): string => (plainName.test(name) ? name : quoted(name));

const inline = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(([name, item]) => `${key(name)}: ${inline(item)}`);
    return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
  }
  return String(value);
};

/** A plain value as TypeScript source: one property a line on the first level, the rest in line. */
export const literal = (value: object, indent: number): string => {
  const space = ' '.repeat(indent);
  const lines = Object.entries(value).map(([name, item]) => `${space}  ${key(name)}: ${inline(item)},\n`);
  return `{\n${lines.join('')}${space}}`;
};
