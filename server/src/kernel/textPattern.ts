/** Whether a text is one that the pattern could have made; letters in either case. */
export const matchesPattern = (pattern: string, text: string): boolean => {
  const signs = Array.from(pattern);
  const given = Array.from(text);
  return (
    signs.length === given.length &&
    signs.every((sign, index) => {
      const character = given[index] ?? '';
      if (sign === '@') return /^[a-z]$/i.test(character);
      if (sign === '#') return /^[0-9]$/.test(character);
      return sign === '$' ? /^[a-z0-9]$/i.test(character) : character === sign;
    })
  );
};
