/** Database that every test database is a copy of. */
export const TEMPLATE = 'florin_template';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the test server's own database, which nobody uses; tests get theirs from `createTestDatabase`. */
    postgresUrl: string;
  }
}
