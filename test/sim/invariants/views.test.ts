// Nights of two environments are judged, too.
import { describe, expect, it } from 'vitest';
import { violationsOf } from '#sim/invariants/all.ts';
import { viewsOf } from '#sim/invariants/views.ts';
import { rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { daysOf } from '../memory/small-days.ts';
import { blogOf } from './blog.ts';
import { broken, defining, type Replace } from './broken.ts';

const resources = (id: string) => `  db: { kind: rds-instance, instance: ${id}-db }
  app: { kind: ecs-service, cluster: small, service: ${id}-app, dependsOn: [db] }`;

const blog = blogOf(resources('blog'));

const two = (others = [blog]): Scenario => ({ ...daysOf({ resources: resources('small') }), others });

/** Tells twice of the other environment, and of that alone. */
const twice: Replace = (deps) => ({
  ...deps,
  publish: async (message) => {
    await deps.publish(message);
    if (message.environment === 'blog') await deps.publish(message);
  },
});

/** Starts services of the other environment before its database is up. */
const hasty = defining((definition) =>
  definition.environment === 'blog'
    ? { ...definition, resources: definition.resources.map((one) => ({ ...one, dependsOn: [] })) }
    : definition,
);

describe('of two environments in one world', () => {
  it('of two environments in one world each has its night, its names and its runs', async () => {
    const night = await rehearse(two());

    expect(night.reports.map(({ environment, action }) => `${environment} ${action}`)).toEqual([
      'small stop',
      'blog stop',
      'blog start',
      'small start',
    ]);
    expect(violationsOf(night)).toEqual([]);
  });

  it.each<[string, Replace, string]>([
    ['tells twice', twice, 'oneVoice'],
    ['starts too early', hasty, 'startsAfterDependencies'],
  ])(
    'of two environments in one world the second is judged like the first: what %s is found out',
    async (_, replace, name) => {
      expect(await broken(replace, two())).toContain(name);
    },
  );
});

describe('of two environments that name the same thing', () => {
  const common = `  app: { kind: ecs-service, cluster: small, service: blog-app }`;
  const shared = (): Scenario => ({ ...daysOf({ resources: common }), others: [blog] });

  it('of two environments that name the same thing neither stops it under the other, and both say so', async () => {
    const night = await rehearse(shared());

    expect(night.reports.map((report) => [report.environment, report.action, report.outcome])).toEqual([
      ['small', 'stop', 'failed'],
      ['blog', 'stop', 'failed'],
      ['blog', 'start', 'done'],
      ['small', 'start', 'done'],
    ]);
    expect(violationsOf(night)).toEqual([]);
  });

  it('of two environments that name the same thing each sees by its own name what somebody does to it', async () => {
    const days = daysOf({ resources: '  machines: { kind: auto-scaling-group, group: both }' });
    const others = [blogOf('  common: { kind: auto-scaling-group, group: both }')];
    const set = { do: 'set', at: days.fromMs + 60_000, resource: 'machines', facts: { desired: 2 } } as const;
    const views = viewsOf(await rehearse({ ...days, others, timeline: [set] }));

    expect(views.map(({ scenario }) => scenario.timeline)).toEqual([[set], [{ ...set, resource: 'common' }]]);
  });

  it('of two environments that name the same thing one that does not know it and stops it is found out', async () => {
    const unaware = defining((definition) => {
      const resources = definition.resources.map(
        ({ alsoIn: _, ...rest }) => rest as (typeof definition.resources)[number],
      );
      return { ...definition, resources };
    });

    expect(await broken(unaware, shared())).toContain('protectedIsUntouched');
  });
});
