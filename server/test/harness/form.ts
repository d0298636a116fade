/** The parts of a form: texts, and files with their names. */
export type FormParts = Readonly<Record<string, string | { readonly fileName: string; readonly bytes: Buffer }>>;

const boundary = '----a-boundary-of-the-tests';

export const formType = `multipart/form-data; boundary=${boundary}`;

/** A form as browsers and most libraries write it. */
export const formBody = (parts: FormParts): Buffer =>
  Buffer.concat([
    ...Object.entries(parts).flatMap(([name, value]) => {
      const fileName =
        typeof value === 'string' ? '' : `; filename="${value.fileName}"\r\nContent-Type: application/octet-stream`;
      return [
        Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${fileName}\r\n\r\n`),
        typeof value === 'string' ? Buffer.from(value) : value.bytes,
        Buffer.from('\r\n'),
      ];
    }),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
