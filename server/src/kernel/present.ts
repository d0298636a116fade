/** The values without those that are null or undefined: an answer leaves out what there is not. */
export const present = <T extends Record<string, unknown>>(values: T): { [K in keyof T]: Exclude<T[K], null> } => {
  const kept: Partial<T> = {};
  for (const name in values) if (values[name] !== null && values[name] !== undefined) kept[name] = values[name];
  return kept as { [K in keyof T]: Exclude<T[K], null> };
};
