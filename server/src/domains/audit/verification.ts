import type { Db } from '../../platform/db/pool.ts';
import { type CheckResult, cappedDifferences, mostDifferences, type VerificationCheck } from '../ledger/index.ts';
import { beginning, type Seal, sealHash } from './seal.ts';
import { lastGivenId } from './store/sealStore.ts';
import {
  describeRecords,
  foreignRecords,
  idsOf,
  marksOf,
  type SealWithRecords,
  sealsWithRecords,
  unsealedRecords,
} from './store/trailChecks.ts';

const sealsAtATime = 100;
const recordsAtATime = 50_000;

type Found = { readonly kind: string; readonly subject: string; readonly expected: string; readonly actual: string };
type Link = Pick<Seal, 'number' | 'throughId' | 'hash'>;

/** The records' own hashes, and the chain of seals over them: what was changed, deleted or inserted by hand is named. */
export const auditTrailVerification: VerificationCheck = {
  name: 'auditTrail',
  run: async (db): Promise<CheckResult> => {
    const found: Found[] = [];
    const lastGiven = await lastGivenId(db);
    for (const id of await foreignRecords(db, lastGiven, mostDifferences + 1)) {
      found.push(inserted(`audit record ${id}`, 'the bank never gave this id'));
    }
    let last: Link = beginning;
    let records = 0;
    let seals = 0;
    for (;;) {
      const page = await sealsWithRecords(db, last.number, sealsAtATime);
      for (const seal of page) {
        found.push(...brokenLinks(last, seal), ...(await differencesWithin(db, seal)));
        records += seal.found;
        seals += 1;
        last = seal;
      }
      if (page.length < sealsAtATime) break;
    }
    for (let afterId = last.throughId; ; ) {
      const {
        found: count,
        lastId,
        changed,
      } = await unsealedRecords(db, {
        afterId,
        untilId: lastGiven,
        most: recordsAtATime,
      });
      found.push(...(await changedRecords(db, changed)));
      records += count;
      afterId = lastId;
      if (count < recordsAtATime) break;
    }
    const kinds = [...new Set(found.map(({ kind }) => kind))];
    return {
      checked: { auditRecords: records, auditSeals: seals },
      differences: kinds.flatMap((kind) => {
        const ofKind = found.filter((one) => one.kind === kind);
        return cappedDifferences(kind, ofKind, ofKind.length);
      }),
    };
  },
};

const inserted = (subject: string, actual: string): Found => ({
  kind: 'AUDIT_RECORD_INSERTED',
  subject,
  expected: 'no such record',
  actual,
});

const brokenLinks = (last: Link, seal: SealWithRecords): readonly Found[] => {
  const found: Found[] = [];
  const missing = seal.number - last.number - 1;
  if (missing > 0) {
    found.push({
      kind: 'AUDIT_SEAL_DELETED',
      subject: missing === 1 ? `audit seal ${seal.number - 1}` : `audit seals ${last.number + 1} to ${seal.number - 1}`,
      expected: `a seal over the records ${last.throughId + 1} to ${seal.afterId}`,
      actual: 'none',
    });
  } else if (!seal.previousHash.equals(last.hash) || seal.afterId !== last.throughId) {
    found.push({
      kind: 'AUDIT_CHAIN_BROKEN',
      subject: `audit seal ${seal.number}`,
      expected: `the hash of seal ${last.number} (${last.hash.toString('hex')}), whose records end with ${last.throughId}`,
      actual: `${seal.previousHash.toString('hex')}, and records behind ${seal.afterId}`,
    });
  }
  const hash = sealHash(seal);
  if (!hash.equals(seal.hash)) {
    found.push({
      kind: 'AUDIT_SEAL_CHANGED',
      subject: `audit seal ${seal.number}`,
      expected: `the hash ${hash.toString('hex')} of what it says`,
      actual: seal.hash.toString('hex'),
    });
  }
  return found;
};

const differencesWithin = async (db: Db, seal: SealWithRecords): Promise<readonly Found[]> => {
  const changed = await changedRecords(db, seal.changed);
  if (seal.foundContent?.equals(seal.content)) return changed;
  const sealed = await idsOf(db, seal.records);
  const marks = await marksOf(db, seal);
  const missing = sealed.filter((id) => !marks.has(id));
  const wereThere = new Set(sealed);
  const extra = [...marks.keys()].filter((id) => !wereThere.has(id));
  const told = new Set(seal.changed);
  const rewritten = sealed.filter((id, index) => {
    const mark = marks.get(id);
    return mark !== undefined && !told.has(id) && mark !== seal.marks.toString('hex', index * 4, index * 4 + 4);
  });
  const words = await describeRecords(db, [...extra, ...rewritten].slice(0, 2 * mostDifferences));
  const named = [
    ...changed,
    ...missing.map((id) => ({
      kind: 'AUDIT_RECORD_DELETED',
      subject: `audit record ${id}`,
      expected: `a record under audit seal ${seal.number}`,
      actual: 'none',
    })),
    ...extra.map((id) => inserted(`audit record ${id}`, `${words.get(id)}, put under audit seal ${seal.number} later`)),
    ...rewritten.map((id) => ({
      kind: 'AUDIT_RECORD_CHANGED',
      subject: `audit record ${id}`,
      expected: `the hash that audit seal ${seal.number} covers`,
      actual: `another one; it now tells ${words.get(id)}`,
    })),
  ];
  if (named.length > 0) return named;
  return [
    {
      kind: 'AUDIT_SEAL_CHANGED',
      subject: `audit seal ${seal.number}`,
      expected: `the content ${seal.foundContent?.toString('hex') ?? 'of no record'} of the records ${seal.afterId + 1} to ${seal.throughId}`,
      actual: seal.content.toString('hex'),
    },
  ];
};

const changedRecords = async (db: Db, ids: readonly number[]): Promise<readonly Found[]> => {
  if (ids.length === 0) return [];
  const words = await describeRecords(db, ids.slice(0, mostDifferences));
  return ids.map((id) => ({
    kind: 'AUDIT_RECORD_CHANGED',
    subject: `audit record ${id}`,
    expected: 'the hash of what it says',
    actual: `another one; it now tells ${words.get(id) ?? 'something else'}`,
  }));
};
