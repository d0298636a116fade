import { test } from 'vitest';
import { createTestDatabase } from './postgres.ts';
test('x', async () => {
  for (let i=0;i<5;i++){ const t=performance.now(); const d = await createTestDatabase(); const a=performance.now(); await d.pool.query('select 1'); await d.drop(); console.log('clone', a-t, 'drop', performance.now()-a);}
  const t=performance.now(); const ds = await Promise.all(Array.from({length:8},()=>createTestDatabase())); console.log('8 parallel', performance.now()-t); await Promise.all(ds.map(d=>d.drop()));
});
