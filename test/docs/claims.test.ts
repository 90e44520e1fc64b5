// Numbers that pages claim, counted again: the bill and the hours in README, regions in docs/deploy.md. Alarms are counted in
// test/infra/product/cost-page.test.ts.
import { expect, it } from 'vitest';
import * as z from 'zod';
import { loadDefinition } from '#definition/load.ts';
import { regionsAsOf, regionsWithDurableFunctions } from '#definition/regions.ts';
import { monthTimes } from '#savings/month.ts';
import { plannedHoursOff } from '#savings/planned-off.ts';
import { invariants } from '#sim/invariants/all.ts';
import { curfewHere } from '../cli/in-process.ts';
import { pages } from './pages.ts';

const textOf = (file: string): string => pages.find((page) => page.file === file)?.text.replaceAll(/\s+/g, ' ') ?? '';
const staging = loadDefinition('examples/atlas/staging.yaml');

const dollars = z.number().optional();
const savingsReport = z.object({
  resources: z.array(z.object({ usdPerHour: dollars })),
  notSaved: z.array(z.object({ what: z.string(), usdPerMonth: dollars })),
});

/** What the example has of each thing that is billed by the piece: infra/platform/constructs/network.ts. */
const pieces: Readonly<Record<string, number>> = { 'nat-gateway': 2, 'load-balancer': 1, 'public-ipv4': 4 };

const novemberHours = 720;
const shareUp = 1 - plannedHoursOff(staging, monthTimes('2026-11', staging.timeZone)) / novemberHours;

it('README says about which share of the hours the example is up', () => {
  expect(textOf('README.md')).toContain('for about a third of the hours');
  expect(Math.abs(shareUp - 1 / 3)).toBeLessThan(0.03);
});

it('README says to which share the bill of the example falls with what is billed by the piece, at the prices of `curfew savings`', async () => {
  const { stdout } = await curfewHere(['savings', 'examples/atlas/staging.yaml', '--rehearsal', '--json']);
  const { resources, notSaved } = savingsReport.parse(JSON.parse(stdout));
  const stoppable = resources.reduce((sum, { usdPerHour = 0 }) => sum + usdPerHour * 730, 0);
  const standing = notSaved.reduce(
    (sum, { what, usdPerMonth = 0 }) => sum + usdPerMonth * (pieces[what.replace('each ', '')] ?? 1),
    0,
  );
  const claimed = Number(/or (\d+) % with its NAT gateways/.exec(textOf('README.md'))?.[1]);

  expect(Math.abs((stoppable * shareUp + standing) / (stoppable + standing) - claimed / 100)).toBeLessThan(0.015);
});

it('README says how many invariants a night is checked against', () => {
  expect(textOf('README.md')).toMatch(new RegExp(`✓ ${invariants.length} of ${invariants.length} invariants .*held`));
});

it('docs/deploy.md begins with what is not verified, and lists the regions that the code knows', () => {
  const page = textOf('docs/deploy.md');
  const [, listed = '', asOf] = /known to exist in (.*?) \(as of ([\d-]+)\)/.exec(page) ?? [];

  expect(page).toMatch(/^# [^#]*## Not verified without an account/);
  expect([...listed.matchAll(/`([\w-]+)`/g)].map(([, region]) => region)).toEqual(
    [...regionsWithDurableFunctions].sort(),
  );
  expect(asOf).toBe(regionsAsOf);
});
