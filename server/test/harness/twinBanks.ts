import { afterAll, beforeAll, expect } from 'vitest';
import type { TestBank } from './bank.ts';
import type { LoanDesk } from './loanDesk.ts';

// Nights that die and run again, beside the same nights undisturbed: nothing may be done twice, nothing left out.

type Open = { readonly bank: TestBank; readonly desk: LoanDesk };

/** Two banks to which the same happens, save that nights of one of them die. */
export type TwinBanks<Opened> = {
  readonly both: readonly Opened[];
  killed(): Opened;
  calm(): Opened;
  /** Lets the killed one try to reach these days, one night after the other, while its database refuses something. Answers how many nights died. */
  die(days: readonly string[], refuse: string, accept: string): Promise<number>;
  /** Lets both reach a day, on which they must tell the same. */
  alikeOn(day: string, what?: string): Promise<void>;
};

/** Opens two such banks before the tests of a file; after these the books of both must agree. `picture` is what they are compared by. */
export const twinBanks = <Opened extends Open>(
  open: () => Promise<Opened>,
  picture: (opened: Opened) => Promise<unknown>,
): TwinBanks<Opened> => {
  const both: Opened[] = [];
  beforeAll(async () => {
    both.push(await open(), await open());
  }, 120_000);
  afterAll(async () => {
    for (const { bank, desk } of both) {
      await desk.verify();
      await bank.stop();
    }
  });
  const at = (index: number): Opened => {
    const opened = both[index];
    if (!opened) throw new Error('the banks are not open yet');
    return opened;
  };
  return {
    both,
    killed: () => at(0),
    calm: () => at(1),
    die: async (days, refuse, accept) => {
      const { bank } = at(0);
      await bank.db.query(refuse);
      let died = 0;
      // The clock stands on the next day already when a night dies; the next one begins with the night that is not done.
      for (const to of days) {
        const fate = await bank.call('advanceClock', { body: { to } }).then(
          () => 'lived',
          (error: unknown) => String(error),
        );
        if (fate !== 'lived') expect(fate).toContain('answered 500');
        died += fate === 'lived' ? 0 : 1;
      }
      await bank.db.query(accept);
      return died;
    },
    alikeOn: async (day, what = day) => {
      for (const { desk } of both) await desk.advanceTo(day);
      expect(await picture(at(0)), what).toEqual(await picture(at(1)));
    },
  };
};

/** A trigger of which an update dies: that of the row of a loan, where what is written is so. */
export const deadlyUpdate = (table: string, column: string, key: string | undefined, written: string) => ({
  refuse: `CREATE OR REPLACE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'dead'; END $$;
           CREATE TRIGGER dies BEFORE UPDATE ON ${table} FOR EACH ROW WHEN (NEW.${column} = '${key}' AND ${written}) EXECUTE FUNCTION die()`,
  accept: `DROP TRIGGER dies ON ${table}`,
});
