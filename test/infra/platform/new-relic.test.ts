// The dashboards of New Relic: complete for each environment, in step with what is sent there, and pushed by name.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clickhouseMetrics } from '#infra/platform/clickhouse-metrics.ts';
import { coreOf } from '#test/infra/fixtures/environments.ts';
import { dashboardsOf, type NewRelicDashboard } from '../../../scripts/new-relic/dashboards.ts';
import { diffDashboard } from '../../../scripts/new-relic/difference.ts';
import { type NerdGraph, pushDashboard } from '../../../scripts/new-relic/nerdgraph.ts';

const widgetsOf = (dashboards: readonly NewRelicDashboard[]) =>
  dashboards.flatMap(({ pages }) => pages.flatMap(({ widgets }) => widgets));

describe.each(['staging', 'staging2', 'prod'])('the dashboards of %s', (environment) => {
  const dashboards = dashboardsOf(coreOf(environment), 1234567);

  it('the dashboards of New Relic have no gap left, and ask the account they are pushed to', () => {
    const queries = widgetsOf(dashboards).flatMap(({ rawConfiguration }) => rawConfiguration.nrqlQueries);

    expect(queries.length).toBeGreaterThan(20);
    expect(new Set(queries.flatMap(({ accountIds }) => accountIds))).toEqual(new Set([1234567]));
    expect(JSON.stringify(dashboards)).not.toMatch(/[{][a-zA-Z]\w*[}]/);
  });

  it('the dashboards of New Relic have widgets that do not lie on each other, twelve columns wide', () => {
    for (const page of dashboards.flatMap(({ pages }) => pages)) {
      const cells = page.widgets.flatMap(({ layout: { column, row, width, height } }) =>
        Array.from({ length: width * height }, (_, at) => `${column + (at % width)}:${row + Math.floor(at / width)}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      expect(Math.max(...page.widgets.map(({ layout }) => layout.column + layout.width - 1))).toBeLessThanOrEqual(12);
    }
  });
});

it('an environment leaves the dashboard of a cluster to the cluster’s owner', () => {
  const namesOf = (environment: string) => dashboardsOf(coreOf(environment), 1).map(({ name }) => name);

  expect(namesOf('staging')).toContain('poc-atlas-dev: MSK');
  expect(namesOf('staging2').filter((name) => name.includes('MSK'))).toEqual([]);
});

it('a dashboard shows every series of ClickHouse Cloud that is sent, and no other', () => {
  const shown = readFileSync('infra/platform/new-relic/clickhouse.json', 'utf8').match(/Click(House|Pipes)\w*_\w+/g);

  expect([...new Set(shown)].sort()).toEqual(Object.keys(clickhouseMetrics).sort());
});

describe('a query of the ClickHouse dashboard', () => {
  const asked = widgetsOf(
    dashboardsOf(coreOf('staging'), 1).filter(({ name }) => name.endsWith('ClickHouse Cloud')),
  ).flatMap(({ rawConfiguration }) => rawConfiguration.nrqlQueries.map(({ query }) => query));

  it.each(asked)('asks for each series what its type can answer: %s', (query) => {
    // A counter is asked how much was added, in a rate; a gauge how high it stands.
    const selected = [...query.matchAll(/(rate\(sum|average|latest)\((\w+)\)/g)];

    expect(selected.length).toBe([...query.matchAll(/Click(House|Pipes)\w*_\w+/g)].length);
    for (const [, how = '', series = ''] of selected)
      expect([series, clickhouseMetrics[series]]).toEqual([series, how === 'rate(sum' ? 'counter' : 'gauge']);
  });
});

describe('pushing a dashboard', () => {
  const [dashboard] = dashboardsOf(coreOf('staging'), 7);
  if (!dashboard) throw new Error('no dashboard');

  /** Answers as New Relic does; `asked` is what it was sent. */
  const newRelic = (answers: readonly unknown[]) => {
    const asked: { query: string; variables: Record<string, unknown> }[] = [];
    const left = [...answers];
    const api: NerdGraph = {
      endpoint: 'https://api.newrelic.example/graphql',
      apiKey: 'key',
      fetch: async (_, init) => {
        asked.push(JSON.parse(String(init?.body)));
        return Response.json(left.shift());
      },
    };
    return { api, asked };
  };
  const found = (...entities: { guid: string; name: string }[]) => ({
    data: { actor: { entitySearch: { results: { entities } } } },
  });

  it('pushing a dashboard makes it where there is none of its name, however similar', async () => {
    const made = { data: { dashboardCreate: { entityResult: { guid: 'g' }, errors: [] } } };
    const { api, asked } = newRelic([found({ guid: 'other', name: `${dashboard.name} (copy)` }), made]);

    expect(await pushDashboard(api, 7, dashboard)).toEqual({ name: dashboard.name, did: 'created' });
    expect(asked[1]?.variables).toEqual({ accountId: 7, dashboard });
  });

  it('pushing a dashboard writes the one of its name anew', async () => {
    const written = { data: { dashboardUpdate: { entityResult: { guid: 'g' }, errors: null } } };
    const { api, asked } = newRelic([found({ guid: 'g', name: dashboard.name }), written]);

    expect(await pushDashboard(api, 7, dashboard)).toEqual({ name: dashboard.name, did: 'updated' });
    expect(asked[1]?.variables).toMatchObject({ guid: 'g' });
  });

  it('pushing a dashboard can be looked at before: what it makes, deletes and asks otherwise', async () => {
    const [page] = dashboard.pages;
    const [first, second] = page?.widgets ?? [];
    const asking = (query: string) => ({ nrqlQueries: [{ accountIds: [7], query }] });
    const there = {
      data: {
        actor: {
          entity: {
            pages: [
              {
                name: page?.name,
                widgets: [
                  { title: first?.title, rawConfiguration: first?.rawConfiguration },
                  { title: second?.title, rawConfiguration: asking('SELECT 1') },
                  { title: 'by hand', rawConfiguration: asking('SELECT 2') },
                ],
              },
            ],
          },
        },
      },
    };
    const changes = await diffDashboard(
      newRelic([found({ guid: 'g', name: dashboard.name }), there]).api,
      7,
      dashboard,
    );

    expect(changes).toContain(`- ${page?.name} / by hand`);
    expect(changes).toContain(`~ ${page?.name} / ${second?.title}`);
    expect(changes.filter((line) => line.endsWith(` / ${first?.title}`))).toEqual([]);
    const all = dashboard.pages.flatMap(({ widgets }) => widgets);
    expect(await diffDashboard(newRelic([found()]).api, 7, dashboard)).toHaveLength(all.length);
  });

  it('pushing a dashboard says what New Relic refused', async () => {
    const refused = {
      data: { dashboardCreate: { entityResult: null, errors: [{ description: 'bad NRQL', type: 'INVALID' }] } },
    };

    await expect(pushDashboard(newRelic([found(), refused]).api, 7, dashboard)).rejects.toThrow('bad NRQL');
    await expect(pushDashboard(newRelic([{ errors: [{ message: 'no such key' }] }]).api, 7, dashboard)).rejects.toThrow(
      'no such key',
    );
  });
});
