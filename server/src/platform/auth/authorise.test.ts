import { describe, expect, it } from 'vitest';
import type { Permission } from '../../generated/permissions.ts';
import { newEncodedKey } from '../../kernel/encodedKey.ts';
import { authorise } from './authorise.ts';
import type { Principal } from './principal.ts';

const teller = (permissions: readonly Permission[], administrator = false): Principal => ({
  kind: 'USER',
  userKey: newEncodedKey(),
  username: 'teller',
  keyId: null,
  administrator,
  roleKey: null,
  permissions: new Set(permissions),
  branchKey: null,
  transactionLimits: new Map(),
  reach: { branches: null, ownOnly: false },
});

describe('authorise', () => {
  const [clients, groups] = ['VIEW_CLIENT_DETAILS', 'VIEW_GROUP_DETAILS'] as const;
  it.each([
    { asks: [], mode: 'any', holds: [], refused: null },
    { asks: [], mode: 'all', holds: [], refused: null },
    { asks: [clients], mode: 'any', holds: [clients], refused: null },
    { asks: [clients], mode: 'any', holds: [groups], refused: clients },
    { asks: [clients, groups], mode: 'any', holds: [groups], refused: null },
    { asks: [clients, groups], mode: 'any', holds: [], refused: `${clients} or ${groups}` },
    { asks: [clients, groups], mode: 'all', holds: [clients, groups], refused: null },
    { asks: [clients, groups], mode: 'all', holds: [clients], refused: groups },
    { asks: [clients, groups], mode: 'all', holds: [], refused: `${clients} and ${groups}` },
  ] as const)('asks $mode of $asks, holds $holds: refused for $refused', ({ asks, mode, holds, refused }) => {
    const answer = authorise(teller(holds), { name: 'getThing', permissions: asks, permissionMode: mode });
    expect(answer?.errors ?? null).toEqual(
      refused === null ? null : [{ reason: 'INVALID_PERMISSIONS', source: `getThing needs the permission ${refused}` }],
    );
  });

  it('lets administrators do everything', () => {
    const asked = { name: 'getThing', permissions: [clients, groups], permissionMode: 'all' } as const;
    expect(authorise(teller([], true), asked)).toBeUndefined();
  });
});
