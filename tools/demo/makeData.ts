import { writeFile } from 'node:fs/promises';
import { customersText } from './makeCustomers.ts';

// Writes customers.json anew. A test fails while the file and the generator disagree.
await writeFile(new URL('customers.json', import.meta.url), customersText());
