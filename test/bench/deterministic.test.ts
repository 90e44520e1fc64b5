// The figures that come out the same on every machine must stay within their limits: calls, bills, operations, bytes.
import { expect, it } from 'vitest';
import { billOfStart, stepFunctionsUsd, usdOf } from '#bench/billed.ts';
import { bundleFigures } from '#bench/bundle.ts';
import { callsOf, sixty, totalsOf } from '#bench/calls.ts';
import { isReached } from '#bench/figure.ts';
import { learnedNights } from '#bench/learned.ts';
import { storm } from '#bench/notify.ts';
import { expensiveNights, operationsOfStart } from '#bench/operations.ts';
import { peerNight } from '#bench/peer-night.ts';
import { definitionOf, planAndRun } from '#bench/scale.ts';
import { stagingNight } from '#bench/start-nights.ts';
import { rehearse } from '#sim/rehearsal.ts';

it('a night of staging needs a quarter of the reads of one describe per resource and poll, at most', async () => {
  const { reads, polls, resources } = await callsOf(stagingNight(1));

  expect(reads).toBeLessThanOrEqual((polls * resources) / 4);
}, 60_000);

it('a night after three others needs two thirds of the reads of the first, and is ready as soon', async () => {
  const { first, last, readiness } = await learnedNights(1);

  expect(last.reads).toBeLessThanOrEqual(first.reads * (2 / 3));
  expect(readiness).toBeLessThanOrEqual(1.03);
}, 60_000);

it('a night of 60 resources needs a quarter of the reads of one describe per resource and poll, at most', async () => {
  const { reads, polls, resources } = await callsOf(sixty(1));

  expect(resources).toBe(60);
  expect(reads).toBeLessThanOrEqual((polls * resources) / 4);
}, 60_000);

it('a night of 60 resources needs fewer calls than any peer that waits and remembers, and few of them for the state table', async () => {
  const [stop, start] = totalsOf(await rehearse(peerNight(60)));

  expect(stop?.all).toBeLessThanOrEqual(232);
  expect(start?.all).toBeLessThanOrEqual(255);
  expect((stop?.own ?? 60) + (start?.own ?? 60)).toBeLessThanOrEqual(100);
}, 60_000);

it('a start of 25 minutes is billed for a twentieth of them at most, and costs a fifth of a state machine', async () => {
  const bill = await billOfStart();

  expect(bill.seconds).toBeGreaterThan(1_400);
  expect(bill.billedSeconds).toBeLessThanOrEqual(bill.seconds / 20);
  expect(usdOf(bill)).toBeLessThanOrEqual(stepFunctionsUsd(bill) / 5);
}, 60_000);

it('no run of 60 resources costs more than half of the durable operations that the engine allows', async () => {
  for (const night of expensiveNights()) expect(await operationsOfStart(night), night.name).toBeLessThanOrEqual(1_500);
}, 120_000);

it('the ports of the scale figures let a run start everything', async () => {
  await expect(planAndRun(definitionOf(30))).resolves.toBeUndefined();
});

it('the bundles are as small as they must be', () => {
  expect(bundleFigures().filter((figure) => isReached(figure) === false)).toEqual([]);
});

it('a storm of 500 alarms is a handful of messages that count every one', async () => {
  expect((await storm(500)).posts).toBeLessThanOrEqual(4);
});
