// The page of a month in money: what it shows, and that nothing of it can become markup.
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type MoneyPage, moneyPage } from '../../../cli/timeline/money-page.ts';
import { curfewHere } from '../in-process.ts';

const evil = '<script>alert(1)</script>"&\'';

const line = (name: string, planned: number, actual: number | null, forecast: number | null) => ({
  ...{ name, planned, parts: [], source: 'cost-explorer' as const, actual, forecast },
  ...{ difference: null, services: [] },
});

const content: MoneyPage = {
  ...{ environment: 'staging', month: '2026-11', isSimulated: false },
  days: [
    { date: '2026-11-01', spent: 6, saved: 2 },
    { date: '2026-11-02', spent: 4, saved: 4 },
  ],
  savings: {
    ...{ kind: 'curfew-savings', version: 1, environment: 'staging', month: '2026-11', from: '', to: '', hours: 48 },
    ...{ resources: [], notSaved: [], usd: 6, usdUncertain: 0, usdProjected: 90 },
    priceList: { region: 'us-east-1', asOf: '2026-10-02', source: 'list' },
  },
  costs: {
    ...{ kind: 'curfew-costs', version: 1, environment: 'staging', month: '2026-11', tag: { key: 'a', value: 'b' } },
    ...{
      until: null,
      isWholeMonth: false,
      currency: 'USD',
      noForecast: null,
      notUsage: [],
      changed: [],
      noChanges: null,
    },
    lines: [line(evil, 100, 50, 120), line('Datadog', 500, null, null)],
    unplanned: { actual: 5, forecast: 10, services: [] },
    totals: { planned: 600, plannedKnown: 100, costExplorer: 55, actual: 55, forecast: 130, difference: 30 },
    ...{
      savedBySchedule: null,
      alwaysOn: [],
      notKnownHere: ['Datadog'],
      conclusion: evil,
      requests: 5,
      requestsUsd: 0.05,
    },
  },
};

it('the page shows planned against actual with the forecast, and never 0 for what is on another bill', () => {
  const page = moneyPage(content);

  expect(page).toContain('All, planned');
  expect(page).toContain('$130.00');
  expect(page.match(/Datadog, actual<\/span>.*?<span class="took">([^<]*)/s)?.[1]).toBe('not known here');
});

it('the bars of a day are what it cost and what it did not, on the scale of the dearest day', () => {
  const [, second = ''] = /2026-11-02<\/span>(.*?)<\/div>/s.exec(moneyPage(content)) ?? [];

  expect(
    [...second.matchAll(/class="bar (\w+)" style="left:([\d.]+)%;width:([\d.]+)%/g)].map((one) => one.slice(1)),
  ).toEqual([
    ['actual', '0.00', '50.00'],
    ['saved', '50.00', '50.00'],
  ]);
});

it('nothing of the page can become markup, and it says what is simulated', () => {
  const page = moneyPage({ ...content, environment: evil, isSimulated: true });

  expect(page).not.toContain('<script');
  expect(page).toContain('default-src &#39;none&#39;');
  expect(page).toContain('<span class="tag simulated">SIMULATED</span>');
});

it('the page says why what it did cost is not known', () => {
  expect(moneyPage({ ...content, costs: { unknown: evil } })).toContain(
    'What it did cost is not known: &lt;script&gt;',
  );
});

it('the command writes the page of a rehearsal, and overwrites no file by itself', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'curfew-money-')), 'month.html');
  const args = [
    'savings',
    'examples/metadata/metadata.yaml',
    '--rehearsal',
    '--plan',
    'examples/metadata/costs.yaml',
    '--html',
    file,
  ];

  const { code, stdout } = await curfewHere(args);
  expect({ code, exists: existsSync(file) }).toEqual({ code: 0, exists: true });
  expect(stdout).toContain(`Page written: ${file}`);
  expect(readFileSync(file, 'utf8')).toContain('SIMULATED');
  expect((await curfewHere(args)).code).toBe(2);
});
