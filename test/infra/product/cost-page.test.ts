// docs/cost.md counts the alarms and metrics that the templates have.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { deployedAs } from '#test/infra/synthesised.ts';

const page = readFileSync('docs/cost.md', 'utf8').replaceAll(/\s+/g, ' ');

it('docs/cost.md counts the alarms and metrics that the template of the example has', () => {
  const count = (type: string): number => deployedAs('staging').all(type).length;
  const [alarms, metrics] = [count('AWS::CloudWatch::Alarm'), count('AWS::Logs::MetricFilter')];

  expect(page).toContain(`| ${alarms} × 0.10 | ${(alarms / 10).toFixed(2)} |`);
  expect(page).toContain(`| ${metrics} × 0.30 | ${(metrics * 0.3).toFixed(2)} |`);
  expect(page).toContain(`Most of it is fixed: ${alarms} alarms`);
});

it('docs/cost.md says how many alarms environments have: with a cleanup, without, and the same with a disabled schedule', () => {
  const counts = ['staging', 'staging2', 'prod'].map((name) => deployedAs(name).all('AWS::CloudWatch::Alarm').length);
  const told = /cleanup has (\d+) alarms, one without has (\d+), also if its schedule is disabled/;

  const [withCleanup, without] = told.exec(page)?.slice(1).map(Number) ?? [];
  expect(counts).toEqual([withCleanup, without, without]);
});

/** The last column of the table, without its sum. */
const rows = [...page.matchAll(/\| ([^|]+) \| [^|]+ \| (?:under )?(\d+\.\d\d) \|/g)].map(([, what = '', dollars]) => ({
  what: what.trim(),
  cents: Math.round(Number(dollars) * 100),
}));

it('docs/cost.md says the price of an environment and month: what is counted in the template, and what is measured', () => {
  const staging = deployedAs('staging');
  const secrets = new Set(
    staging
      .allowedTo()
      .filter(({ actions }) => actions.includes('secretsmanager:GetSecretValue'))
      .flatMap(({ resources }) => resources),
  );
  const centsOf = (what: string) => rows.find((row) => row.what.startsWith(what))?.cents;
  const together = /\*\*together\*\* \| +\| \*\*(\d+\.\d\d)\*\*/.exec(page)?.[1];

  expect(centsOf('CloudWatch alarms')).toBe(10 * staging.all('AWS::CloudWatch::Alarm').length);
  expect(centsOf('CloudWatch custom metric')).toBe(30 * staging.all('AWS::Logs::MetricFilter').length);
  expect(centsOf('Secrets Manager')).toBe(40 * secrets.size);
  // 650,000 requests a month: what the pollers of one queue make.
  expect(centsOf('SQS')).toBe(26 * staging.all('AWS::Lambda::EventSourceMapping').length);
  expect(Math.round(Number(together) * 100)).toBe(rows.reduce((sum, { cents }) => sum + cents, 0));
});

it('an own environment has nine alarms: four of functions that fail, two of dead letters, and what waits, is not as due, or is silent', () => {
  const names = deployedAs('staging2')
    .all('AWS::CloudWatch::Alarm')
    .map(({ properties }) => String(properties.AlarmName).replace(/^curfew-(notifications-)?staging2-?/, ''));

  expect(names.toSorted()).toEqual([
    'alarm-notify-dead-letters',
    'alarm-notify-errors',
    'dead-letters',
    'not-as-due',
    'reconcile-errors',
    'silent',
    'start-errors',
    'stop-errors',
    'waiting',
  ]);
});
