// The environments of this repository.
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { stages } from '#definition/dependency-graph.ts';
import { definitionOf, packedDefinitions } from '#definition/packed.ts';

const textOf = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../environments/${file}`, import.meta.url)), 'utf8');

const namesOfFiles = () =>
  globSync('environments/*.yaml')
    .map((file) => basename(file, '.yaml'))
    .sort();

const environments = ['staging', 'staging2', 'prod'];

const startStages = [
  ['dashboard-db', 'camunda-db', 'cache', 'kafka', 'clickhouse-agent'],
  ['camunda', 'events-ingestion', 'kafka-ui'],
  ['scoring', 's3-sink'],
  ['dashboard-backend'],
];

const sorted = (groups: readonly (readonly string[])[]) => groups.map((group) => [...group].sort());

describe('the environments of this repository', () => {
  it('the environments of this repository are staging, staging2 and prod', () => {
    const names = [...packedDefinitions().keys()];

    // An operator's own may stand beside them.
    expect(names.sort()).toEqual(namesOfFiles());
    expect(names).toEqual(expect.arrayContaining(environments));
  });

  it.each(environments)('%s starts in four stages, and stops in the same backwards', (environment) => {
    const { resources } = definitionOf(environment);
    expect(sorted(stages(resources, 'start'))).toEqual(sorted(startStages));
    expect(sorted(stages(resources, 'stop'))).toEqual(sorted(startStages.toReversed()));
  });

  it.each(environments)('%s starts on weekdays at 08:00 and stops every day at 20:00 in Fortaleza', (environment) => {
    const { schedule, timeZone } = definitionOf(environment);
    expect(timeZone).toBe('America/Fortaleza');
    expect(schedule.start).toEqual({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], at: '08:00' });
    expect(schedule.stop).toEqual({ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], at: '20:00' });
    expect(schedule.enabled).toBe(environment !== 'prod');
  });

  it('the environments of this repository share nothing that is changed: only the Kafka cluster, a gate, is in two of them', () => {
    const owners = new Map<string, string[]>();
    for (const { environment, resources } of packedDefinitions().values())
      for (const { name, dependsOn, deadlineSeconds, optional, ...identity } of resources) {
        const key = JSON.stringify(identity);
        owners.set(key, [...(owners.get(key) ?? []), environment]);
      }
    const shared = [...owners].filter(([, environmentsOfIt]) => environmentsOfIt.length > 1);
    expect(shared).toEqual([['{"kind":"msk-cluster","cluster":"poc-atlas-dev-msk"}', ['staging', 'staging2']]]);
  });

  it('the environments of this repository mute no alarm of each other: none of their names begins like one of another environment', () => {
    const prefixes = [...packedDefinitions().values()].flatMap(({ environment, alarms }) =>
      alarms.mute.map((name) => ({ environment, prefix: name.replace(/\*$/, '') })),
    );
    const overlaps = prefixes.filter(({ environment, prefix }) =>
      prefixes.some((other) => other.environment !== environment && prefix.startsWith(other.prefix)),
    );

    expect(prefixes.length).toBeGreaterThan(15);
    expect(overlaps).toEqual([]);
  });

  it.each(environments)(
    '%s mutes alarms of every service and database, and none of Kafka or the cache',
    (environment) => {
      const { alarms, resources } = definitionOf(environment);
      const isMuted = (alarm: string) => alarms.mute.some((name) => alarm.startsWith(name.replace(/\*$/, '')));
      for (const resource of resources) {
        if (resource.kind === 'ecs-service')
          expect(isMuted(`${resource.service}-running-tasks-below-desired`), resource.name).toBe(true);
        if (resource.kind === 'rds-instance')
          for (const alarm of ['low-storage', 'high-cpu', 'high-session-load', 'high-connections'])
            expect(isMuted(`${resource.instance}-${alarm}`), `${resource.name} ${alarm}`).toBe(true);
      }
      expect(alarms.mute.filter((name) => /msk|valkey/.test(name))).toEqual([]);
    },
  );

  it.each(environments)('%s holds the name of a secret, not a secret', (environment) => {
    expect(definitionOf(environment).notifications.slack?.webhookSecret).toMatch(
      /^(poc-atlas-dev2?|atlas-prod)\/slack-webhook$/,
    );
  });

  it.each(environments)('%s shows its editor where the format is described', (environment) => {
    expect(textOf(`${environment}.yaml`)).toMatch(/^# yaml-language-server: \$schema=\.\/environment\.schema\.json\n/);
  });

  it('the definitions of this repository are read once and kept', () => {
    expect(definitionOf('staging')).toBe(definitionOf('staging'));
  });

  it('the environments of this repository are listed when another is asked for', () => {
    expect(() => definitionOf('stagign')).toThrow(
      new InputError(
        `environment \`stagign\` does not exist; did you mean \`staging\`? known environments: ${namesOfFiles().join(', ')}`,
      ),
    );
  });
});
