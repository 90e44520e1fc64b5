// What `curfew init` finds beyond what AWS stops: what nothing can stop.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadDefinition } from '#definition/load.ts';
import { curfewHere } from '../in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-'));
let files = 0;
const newFile = (text?: string): string => {
  const file = join(folder, `${++files}.yaml`);
  if (text !== undefined) writeFileSync(file, text);
  return file;
};

const init = async (resources: readonly string[], ...more: readonly string[]) => {
  const environment = newFile(`environment: there
region: us-east-1
timeZone: UTC
schedule: { enabled: true, start: { days: weekdays, at: "08:00" } }
notifications: { slack: { channel: "#there", webhookSecret: there/slack } }
resources:
${resources.map((one) => `  ${one}`).join('\n')}\n`);
  const scenario = newFile(`name: there
environment: ${environment}
seed: 1
clock: { from: 2026-11-20T19:30:00Z, to: 2026-11-21T09:00:00Z }\n`);
  const file = newFile();
  return { ...(await curfewHere(['init', 'mine', '--scenario', scenario, '--output', file, ...more])), file };
};

const services = [
  ...['amazon-mq', 'keyspaces', 'load-balancer', 'memorydb', 'mwaa', 'nat-gateway', 'opensearch'],
  'redshift-serverless',
];
const fixed = services.map((one) => `${one}: { kind: always-on, service: ${one}, id: atlas-${one} }`);

it('curfew init finds what nothing can stop', async () => {
  const { code, stderr, file } = await init([...fixed, 'db: { kind: rds-instance, instance: atlas-orders }']);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const found = loadDefinition(file).resources.flatMap((one) => (one.kind === 'always-on' ? [one.id] : []));
  expect(found.toSorted()).toEqual(services.map((one) => `atlas-${one}`));
});

it('curfew init makes no definition of what nothing can stop alone', async () => {
  const { code, stdout, stderr } = await init(fixed);

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('nothing that could be operated was found in us-east-1; no file was written');
});
