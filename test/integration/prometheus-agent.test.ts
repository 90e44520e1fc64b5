// The configuration of the ClickHouse agent in the eyes of Prometheus's own check, as its start command writes it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
  folder = mkdtempSync(join(tmpdir(), 'curfew-promtool-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (region: 'US' | 'EU'): string => {
  const script = prometheusAgentScript('poc-atlas-dev', region)
    .replaceAll('/tmp/agent', folder)
    .replace('exec /bin/prometheus', 'echo');
  execFileSync('/bin/sh', ['-ec', script], { env: { PATH: process.env.PATH ?? '', ...filledIn } });
  return join(folder, 'prometheus.yml');
};

const checked = (file: string) => {
  const { PROMTOOL } = process.env;
  if (!PROMTOOL) throw new Error('PROMTOOL is not set: npm run test:integration sets it');
  const { status, stdout, stderr } = spawnSync(PROMTOOL, ['check', 'config', '--agent', file], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
};

it.each(['US', 'EU'] as const)('promtool takes the configuration of the agent for New Relic in the %s', (region) => {
  expect(checked(written(region))).toMatchObject({ status: 0, said: expect.stringContaining('SUCCESS') });
});

it('promtool refuses it with a slip in it', () => {
  const file = written('US');
  writeFileSync(file, readFileSync(file, 'utf8').replace('target_label', 'target_lable'));

  expect(checked(file)).toMatchObject({ status: 1, said: expect.stringContaining('target_lable') });
});
