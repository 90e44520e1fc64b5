// What the agent for ClickHouse Cloud does when its container starts: the script itself is run by a shell.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clickhouseMetrics } from '#infra/platform/clickhouse-metrics.ts';
import type { NewRelicRegion } from '#infra/platform/config/observability-config.ts';
import { prometheusAgentScript } from '#infra/platform/prometheus-agent.ts';

const filledIn = {
  CLICKHOUSE_ORGANIZATION_ID: 'c2ba4799-a76e-456f-a71a-b021b1fafe60',
  CLICKHOUSE_SERVICE_ID: '12f4a114-9746-4a75-9ce5-161ec3a73c4c',
  CLICKHOUSE_KEY_ID: 'key',
  CLICKHOUSE_KEY_SECRET: 'a$b`c"d\\e: #f',
  NEW_RELIC_LICENSE_KEY: 'NRAL-0123456789',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'curfew-agent-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The container's file system is the folder, and in place of Prometheus something that tells how it was called. */
const started = (variables: Readonly<Record<string, string>>, region: NewRelicRegion = 'US') => {
  const script = prometheusAgentScript('poc-atlas-dev', region)
    .replaceAll('/tmp/agent', folder)
    .replace('exec /bin/prometheus', 'env; echo ran');
  const { PATH = '' } = process.env;
  return spawnSync('/bin/sh', ['-ec', script], { env: { PATH, ...variables }, encoding: 'utf8' });
};

const configuration = () => parse(readFileSync(join(folder, 'prometheus.yml'), 'utf8'));

describe('with everything filled in', () => {
  it('the Prometheus agent scrapes one service, unfiltered, and keeps the labels it sends', () => {
    const { status } = started(filledIn);

    expect(status).toBe(0);
    expect(configuration().scrape_configs).toMatchObject([
      {
        scheme: 'https',
        honor_labels: true,
        metrics_path: `/v1/organizations/${filledIn.CLICKHOUSE_ORGANIZATION_ID}/services/${filledIn.CLICKHOUSE_SERVICE_ID}/prometheus`,
        params: { filtered_metrics: ['false'] },
        static_configs: [{ targets: ['api.clickhouse.cloud'] }],
      },
    ]);
  });

  it('the Prometheus agent sends on what the dashboard shows, and nothing else', () => {
    started(filledIn);

    const [{ metric_relabel_configs: relabelling }] = configuration().scrape_configs;
    expect(relabelling).toMatchObject([{ source_labels: ['__name__'], action: 'keep' }]);
    const kept = new RegExp(`^(?:${relabelling[0].regex})$`);
    expect(Object.keys(clickhouseMetrics).every((name) => kept.test(name))).toBe(true);
    expect(kept.test('ClickHouseProfileEvents_FileOpen')).toBe(false);
    expect(kept.test('ClickHouseMetrics_QueryThread')).toBe(false);
  });

  it('the Prometheus agent writes to New Relic under the name of the environment', () => {
    started(filledIn);

    expect(configuration().remote_write).toMatchObject([
      { url: 'https://metric-api.newrelic.com/prometheus/v1/write?prometheus_server=poc-atlas-dev' },
    ]);
    started(filledIn, 'EU');
    expect(configuration().remote_write[0].url).toMatch(/^https:\/\/metric-api\.eu\.newrelic\.com\//);
    expect(configuration().global.external_labels).toEqual({ environment: 'poc-atlas-dev' });
  });

  it('the Prometheus agent says of every series whether it is a counter, which New Relic would guess from its name', () => {
    started(filledIn);

    const rules = configuration().remote_write[0].write_relabel_configs as { regex: string; replacement: string }[];
    const typeOf = (series: string) =>
      rules.filter(({ regex }) => new RegExp(`^(?:${regex})$`).test(series)).map(({ replacement }) => replacement);

    for (const [series, type] of Object.entries(clickhouseMetrics))
      expect([series, typeOf(series)]).toEqual([series, [type]]);
    for (const rule of rules) expect(rule).toMatchObject({ target_label: 'newrelic_metric_type', action: 'replace' });
  });

  it('the Prometheus agent keeps credentials in files that only it can read, whatever characters are in them', () => {
    const { stdout } = started(filledIn);

    expect(readFileSync(join(folder, 'key-secret'), 'utf8')).toBe(filledIn.CLICKHOUSE_KEY_SECRET);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
    for (const secret of [filledIn.CLICKHOUSE_KEY_SECRET, filledIn.NEW_RELIC_LICENSE_KEY]) {
      expect(readFileSync(join(folder, 'prometheus.yml'), 'utf8')).not.toContain(secret);
      expect(stdout).not.toContain(secret);
    }
    expect(stdout).toContain(`ran --agent --config.file=${folder}/prometheus.yml`);
  });
});

it.each(Object.keys(filledIn))('the Prometheus agent does not start while %s is a placeholder, and says so', (name) => {
  const { status, stderr } = started({ ...filledIn, [name]: 'FILL_IN' });

  expect(status).toBe(1);
  expect(stderr).toContain(`${name} is not filled in`);
});

it('the Prometheus agent does not start with a key whose name would change its configuration', () => {
  const { status, stderr } = started({ ...filledIn, CLICKHOUSE_KEY_ID: 'key"\n    password: x' });

  expect(status).toBe(1);
  expect(stderr).toContain('CLICKHOUSE_KEY_ID has characters');
});
