// A group of machines has its size again in the morning, and everything else of it: each part that loses some of that is found out.
import { describe, expect, it } from 'vitest';
import type { Services } from '#kinds/adapter.ts';
import type { Effect } from '#kinds/effect.ts';
import { daysOf } from '../memory/small-days.ts';
import { broken, type Replace } from './broken.ts';

type GroupKind = 'auto-scaling-group' | 'eks-node-group';

const size = { min: 2, desired: 3, max: 5 } as const;

const night = daysOf({
  resources: `  web: { kind: auto-scaling-group, group: small-web }
  nodes: { kind: eks-node-group, cluster: small, nodeGroup: small-nodes }`,
  world: { web: size, nodes: size },
});

/** Changes groups otherwise than the real adapter; nothing: not at all. */
const acting =
  (kind: GroupKind, change: (effect: Effect) => Effect | undefined): Replace =>
  (deps) => {
    const service = deps.services[kind];
    const act = async (resource: never, effect: never) => {
      const changed = change(effect);
      if (changed) await service.act(resource, changed as never);
    };
    return { ...deps, services: { ...deps.services, [kind]: { ...service, act } } as unknown as Services };
  };

/** On the way up, where its size is another one than 0. */
const resized = (more: Partial<Record<'min' | 'desired' | 'max', number>>) => (effect: Effect) =>
  effect.do === 'set-group-size' && effect.desired > 0 ? { ...effect, ...more } : effect;

const without = (what: Effect['do']) => (effect: Effect) => (effect.do === what ? undefined : effect);

describe('a part of a night of groups of machines', () => {
  it('a part of a night of groups of machines that is whole breaks no invariant', async () => {
    expect(await broken((deps) => deps, night)).toEqual(new Set());
  });

  it.each<[part: string, replace: Replace]>([
    ['brings back another count of a group', acting('auto-scaling-group', resized({ desired: 2 }))],
    ['brings back another least size of a group', acting('auto-scaling-group', resized({ min: 1 }))],
    ['brings back another count of nodes', acting('eks-node-group', resized({ desired: 2 }))],
    ['brings back another least count of nodes', acting('eks-node-group', resized({ min: 1 }))],
    ['brings back another greatest count of nodes', acting('eks-node-group', resized({ max: 9 }))],
    ['says that it lifts what it suspended', acting('auto-scaling-group', without('resume-group'))],
  ])('a part of a night of groups of machines that %s is found out by cachesComeBack', async (_, replace) => {
    expect(await broken(replace, night)).toContain('cachesComeBack');
  });
});
