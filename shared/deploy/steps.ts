// In which order a deployment changes rights and definition: what a definition needs is granted before it is used, and taken away only
// after nothing uses it. Pure.
import { grantedBy, isNothing, missingFrom, superfluousIn } from '#access/granted.ts';
import type { Definition } from '#definition/definition.ts';

/** `stack` grants what this definition needs; `apply` makes the new one current. */
export type Step = { readonly kind: 'stack'; readonly definition: Definition } | { readonly kind: 'apply' };

/** What either of them needs. A resource of both is one that is granted as both have it. */
const unionOf = (before: Definition, after: Definition): Definition => {
  const names = new Set(after.resources.map(({ name }) => name));
  const renamed = before.resources.map((one) =>
    names.has(one.name) ? { ...one, name: `${one.name} as it was` as typeof one.name } : one,
  );
  const topics = [...new Set([...(before.notifications.topics ?? []), ...(after.notifications.topics ?? [])])];
  const cleanup = after.cleanup ?? before.cleanup;
  return {
    ...after,
    resources: [...after.resources, ...renamed],
    notifications: {
      ...after.notifications,
      ...(topics.length > 0 ? { topics } : {}),
      routes: [...after.notifications.routes, ...before.notifications.routes],
    },
    alarms: { ...after.alarms, mute: [...new Set([...after.alarms.mute, ...before.alarms.mute])] },
    ...(cleanup ? { cleanup } : {}),
  };
};

/**
 * `before`: what runs use now; undefined where nothing does. A first stack brings the first definition along, unless a state table
 * that an earlier one left has another: hence applied, too, where it is mostly the same.
 */
export const stepsFor = (before: Definition | undefined, after: Definition): Step[] => {
  const stack: Step = { kind: 'stack', definition: after };
  if (!before) return [stack, { kind: 'apply' }];
  const [needs, had] = [grantedBy(after), grantedBy(before)];
  const grants = !isNothing(missingFrom(had, needs));
  const revokes = !isNothing(superfluousIn(had, needs));
  if (grants && revokes) return [{ kind: 'stack', definition: unionOf(before, after) }, { kind: 'apply' }, stack];
  return grants ? [stack, { kind: 'apply' }] : [{ kind: 'apply' }, stack];
};
