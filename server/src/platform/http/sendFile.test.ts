import { expect, test } from 'vitest';
import { contentDisposition } from './sendFile.ts';

test.each([
  ['a b.pdf', 'attachment; filename="a b.pdf"'],
  ['say "hi".txt', 'attachment; filename="say \\"hi\\".txt"'],
  ["l'été*(1).png", `attachment; filename="l'_t_*(1).png"; filename*=UTF-8''l%27%C3%A9t%C3%A9%2A%281%29.png`],
  ['a\r\nb.txt', `attachment; filename="a__b.txt"; filename*=UTF-8''a%0D%0Ab.txt`],
])('%j is sent as %s', (fileName, header) => {
  expect(contentDisposition(fileName)).toBe(header);
});
