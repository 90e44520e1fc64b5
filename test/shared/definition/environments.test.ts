// The definitions of the platform of this repository: examples/atlas/.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stages } from '#definition/dependency-graph.ts';
import { findDefinition, loadDefinitions, loadedDefinition, namesIn } from '#definition/load.ts';
import { warningsIn } from '#definition/warnings.ts';

const folder = 'examples/atlas';
const definitionOf = (environment: string) => findDefinition(environment, folder);

const environments = ['staging', 'staging2', 'prod'];

const startStages = [
  ['dashboard-db', 'camunda-db', 'cache', 'kafka', 'clickhouse-agent'],
  ['camunda', 'events-ingestion', 'kafka-ui'],
  ['scoring', 's3-sink'],
  ['dashboard-backend'],
];

/** What an environment may be without, by its configuration. */
const toggled = ['clickhouse-agent', 's3-sink'];

const sorted = (groups: readonly (readonly string[])[]) => groups.map((group) => [...group].sort());

describe('the environments of this repository', () => {
  it('the environments of this repository are staging, staging2 and prod', () => {
    expect(namesIn(folder)).toEqual(environments.toSorted());
  });

  it.each(environments)('%s has nothing to warn of', (environment) => {
    expect(warningsIn(loadedDefinition(environment, folder).definition)).toEqual([]);
  });

  it.each(environments)('%s starts in four stages, and stops in the same backwards', (environment) => {
    const { resources } = definitionOf(environment);
    const has = (name: string) => resources.some((one) => one.name === name);
    const all = startStages.flat();
    expect(all.filter((name) => !has(name) && !toggled.includes(name))).toEqual([]);
    const ours = startStages.map((stage) => stage.filter(has));
    expect(sorted(stages(resources, 'start'))).toEqual(sorted(ours));
    expect(sorted(stages(resources, 'stop'))).toEqual(sorted(ours.toReversed()));
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
    for (const { environment, resources } of loadDefinitions(folder))
      for (const { name, dependsOn, deadlineSeconds, optional, ...identity } of resources) {
        const key = JSON.stringify(identity);
        owners.set(key, [...(owners.get(key) ?? []), environment]);
      }
    const shared = [...owners].filter(([, environmentsOfIt]) => environmentsOfIt.length > 1);
    // Under whatever name: people may have a prefix of their own.
    expect(shared).toEqual([
      [expect.stringMatching(/^{"kind":"msk-cluster","cluster":"[^"]+"}$/), ['staging', 'staging2']],
    ]);
  });

  it('the environments of this repository mute no alarm of each other: none of their names begins like one of another environment', () => {
    const prefixes = loadDefinitions(folder).flatMap(({ environment, alarms }) =>
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
    expect(definitionOf(environment).notifications.slack?.webhookSecret).toMatch(/^[a-z][a-z0-9-]*\/slack-webhook$/);
  });

  it.each(environments)('%s shows its editor where the format is described', (environment) => {
    expect(readFileSync(`${folder}/${environment}.yaml`, 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/schema\.json\n/,
    );
  });
});
