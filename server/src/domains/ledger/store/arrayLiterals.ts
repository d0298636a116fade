const plain = /^[0-9A-Za-z_-]+$/;

/** A text as an element of an array literal, quoted where it has to be; NULL for none. */
export const textLiteral = (text: string | null): string => {
  if (text === null) return 'NULL';
  if (plain.test(text) && !/^null$/i.test(text)) return text;
  return `"${text.replace(/[\\"]/g, (found) => `\\${found}`)}"`;
};
