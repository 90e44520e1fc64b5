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

it('docs/cost.md says how many alarms environments have: with a cleanup, without, with a disabled schedule', () => {
  const counts = ['staging', 'staging2', 'prod'].map((name) => deployedAs(name).all('AWS::CloudWatch::Alarm').length);
  const told = /cleanup has (\d+) alarms, one without has (\d+), and one whose schedule is disabled has (\d+)/;

  expect(told.exec(page)?.slice(1).map(Number)).toEqual(counts);
});
