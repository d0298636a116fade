import { styleText } from 'node:util';
import { counted } from '../client/progress.ts';
import { table } from '../client/table.ts';
import type { Surroundings } from './machine.ts';
import { nameOf } from './points.ts';
import type { Rounds } from './rounds.ts';
import type { BenchPoint, Target, YardstickResult } from './targets.ts';
import type { YardstickPoint } from './yardstick.ts';

/** Everything that a run found out. */
export type BenchReport = {
  readonly surroundings: Surroundings;
  readonly yardstickName: string;
  readonly generatorName: string;
  readonly secondsPerPoint: number;
  readonly yardstickPoints: readonly (YardstickPoint & { readonly databaseCost: number })[];
  readonly yardstick: YardstickResult;
  readonly points: readonly BenchPoint[];
  /** The points that were measured in turns with the yardstick. */
  readonly rounds: readonly Rounds<BenchPoint>[];
  readonly targets: readonly Target[];
  /** Postings that were answered with 201, warm-up included. */
  readonly created: number;
  readonly failed: number;
  readonly firstFailure: string | null;
  readonly balancesRight: boolean;
  readonly verificationClean: boolean;
};

const BUSY =
  'Something else was running on this machine: the rates are too low and the ratios may be off. Compare the cpu columns.';

/** Three digits: these are fractions of a millisecond. */
const cost = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(3));

const milliseconds = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

const yardstickTable = ({ yardstickPoints, yardstick }: BenchReport): string =>
  table(
    [
      { heading: 'Connections', numeric: true },
      { heading: 'tx/s', numeric: true },
      { heading: 'p50 ms', numeric: true },
      { heading: 'database cpu ms', numeric: true },
    ],
    yardstickPoints.map(({ connections, perSecond, databaseCost }) => [
      String(connections),
      counted(perSecond),
      connections === 1 ? milliseconds(yardstick.p50Alone) : '',
      cost(databaseCost),
    ]),
  );

const pointTable = ({ points }: BenchReport): string =>
  table(
    [
      { heading: '' },
      { heading: 'Accounts', numeric: true },
      { heading: 'Connections', numeric: true },
      { heading: 'tx/s', numeric: true },
      { heading: 'of yardstick', numeric: true },
      { heading: 'p50 ms', numeric: true },
      { heading: 'p99 ms', numeric: true },
      { heading: 'per batch', numeric: true },
      { heading: 'server cpu ms', numeric: true },
      { heading: 'database cpu ms', numeric: true },
    ],
    points.map(({ kind, accounts, connections, perSecond, ofYardstick, p50, p99, batch, serverCost, databaseCost }) => [
      nameOf[kind],
      counted(accounts),
      String(connections),
      counted(perSecond),
      `${ofYardstick.toFixed(2)} x`,
      milliseconds(p50),
      milliseconds(p99),
      batch.toFixed(1),
      cost(serverCost),
      cost(databaseCost),
    ]),
  );

const roundTable = ({ rounds }: BenchReport): string =>
  table(
    [
      { heading: '' },
      { heading: 'Accounts', numeric: true },
      { heading: 'Connections', numeric: true },
      { heading: 'of yardstick, round by round', numeric: true },
      { heading: 'median', numeric: true },
    ],
    rounds.map(({ point, ratio, ratios }) => [
      nameOf[point.kind],
      counted(point.accounts),
      String(point.connections),
      ratios.map((each) => each.toFixed(2)).join('  '),
      `${ratio.toFixed(2)} x`,
    ]),
  );

const targetTable = ({ targets }: BenchReport): string =>
  table(
    [{ heading: 'Target' }, { heading: 'Wanted' }, { heading: 'Measured', numeric: true }, { heading: '' }],
    targets.map(({ what, wanted, measured, met }) => [
      what,
      wanted,
      measured === null ? '-' : measured.toFixed(2),
      met === null ? 'not measured' : met ? 'met' : 'missed',
    ]),
  );

/** The report as text for people. */
export const reportText = (report: BenchReport): string => {
  const { surroundings: where } = report;
  const proof = report.balancesRight
    ? `The balances add up to the ${counted(report.created)} postings that were answered with 201.`
    : styleText(
        'red',
        `The balances do NOT add up to the ${counted(report.created)} postings that were answered with 201.`,
      );
  const verified = report.verificationClean
    ? 'Verification: clean.'
    : styleText('red', 'Verification: differences, see above.');
  const failed =
    report.failed === 0
      ? []
      : [
          styleText(
            'red',
            `${counted(report.failed)} answers were not 201, first: ${report.firstFailure ?? 'unknown'}`,
          ),
        ];
  return [
    '',
    `Yardstick: ${report.yardstickName}; best ${counted(report.yardstick.perSecond)} tx/s at ${report.yardstick.connections} connections`,
    yardstickTable(report),
    '',
    `Florin over HTTP, with authentication, journal and audit: makeDeposit and makeRepayment with idempotency keys, createCardAuthorizationHold and createCardTransaction; generator ${report.generatorName}`,
    pointTable(report),
    '',
    'In turns with the yardstick, each round beside the one measured directly before it:',
    roundTable(report),
    '',
    targetTable(report),
    '',
    proof,
    verified,
    ...failed,
    '',
    `${where.processor}, ${where.cores} cores, ${where.memoryGigabytes} GB, ${where.system}`,
    `Florin ${where.florin}, Node ${where.node}, PostgreSQL ${where.postgres} (${where.durability}); all on this one machine, generator included`,
    `${where.command}   ${where.date}, ${report.secondsPerPoint} s per point; load of the machine before: ${where.loadBefore.toFixed(2)}`,
    ...(where.loadBefore > 0.5 ? [styleText('yellow', BUSY)] : []),
    '',
  ].join('\n');
};
