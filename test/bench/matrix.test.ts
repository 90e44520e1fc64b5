import { expect, it } from 'vitest';
import { matrixText } from '#bench/matrix.ts';
import { correctness, underFailure } from '#bench/peers/correctness.ts';
import type { Run } from '#bench/peers/nights.ts';
import type { Tool } from '#bench/peers/tool.ts';

const used = { code: 0, cpuSeconds: 1, megabytes: 100, calls: 10, own: 1 };
const run = (verdict: Run['verdict'], code = 0): Run => ({ ...used, code, verdict });
const tool = (name: string): Tool => ({ name, run: async () => used });

const lines = (text: string): string[] =>
  text.split('\n').flatMap((line) => (line === '' ? [] : [line.trim().replaceAll(/ {2,}/g, ' | ')]));

it('the matrix of the peers has a row for what is wrong, with each night where these differ, and exit codes', () => {
  const stops = (edges: readonly number[]): Run[] =>
    edges.map((edgesBrokenByStop) => run({ edgesBrokenByStop, wokenByScaling: 0 }));
  const starts = [run({ wrongCounts: 2 }), run({ wrongCounts: 2 }), run({ wrongCounts: 2 }, 1)];
  const played = [
    { tool: tool('a'), stop: stops([0, 0, 0]), start: starts },
    { tool: tool('b'), stop: stops([17, 16, 17]), start: starts },
  ];

  expect(lines(matrixText(correctness(10, played)))).toEqual([
    '10 resources: 3 databases and clusters, 7 services; 3 nights',
    'a | b',
    'edges broken by the stop | 0 | 17, 16, 17',
    'off, but scaling starts it again | 0 | 0',
    'exit code of the stop | 0 | 0',
    'services with a wrong count | 2 | 2',
    'exit code of the start | 0, 0, 1 | 0, 0, 1',
  ]);
});

it('a run in which something fails shows its exit code beside what was wrong after it', () => {
  const failed = [
    { tool: tool('a'), runs: new Map([['killed', run({ wrongCounts: 0 })]]) },
    { tool: tool('b'), runs: new Map([['killed', run({ wrongCounts: 7, wrongBounds: 5 }, 2)]]) },
  ];

  expect(lines(matrixText(underFailure(20, failed))).slice(1)).toEqual([
    'exit code | afterwards',
    'killed: a | 0 | all right',
    'killed: b | 2 | 7 services with a wrong count, 5 services with wrong bounds',
  ]);
});
