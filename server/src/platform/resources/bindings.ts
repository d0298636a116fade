/** Collects the parameters of a hand-built statement: `bind(value)` answers the placeholder to write. No value ever becomes SQL text. */
export type Bindings = {
  readonly values: unknown[];
  bind(value: unknown): string;
};

export const createBindings = (): Bindings => {
  const values: unknown[] = [];
  return {
    values,
    bind: (value) => {
      values.push(value);
      return `$${values.length}`;
    },
  };
};

/** A condition that is written when the statement is: SQL text with its values bound. */
export type Condition = (bindings: Bindings) => string;
