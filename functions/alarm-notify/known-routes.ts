// Where and whom a reminder may speak to: what the definitions say now. What it carries, and what was kept with it, only chooses
// among that, so that nothing but a deployment opens a channel or calls somebody.
import type { SlackRoute, Target } from '#definition/destinations.ts';
import { allTargets, keyOf, targetsOf } from '#definition/targets.ts';
import type { Work } from './dependencies.ts';

type Definitions = Pick<Work, 'definition' | 'knownEnvironments' | 'environment'>;

const known = ({ definition, knownEnvironments, environment }: Definitions) =>
  [...new Set([environment, ...knownEnvironments()])].map((name) => definition(name));

/** A place that is gone gives way to the function's own. An earlier version wrote a route of Slack without a kind. */
export const knownTargets = (route: Target | SlackRoute, definitions: Definitions): readonly Target[] => {
  const key = keyOf('kind' in route ? route : { kind: 'slack', ...route });
  const same = known(definitions)
    .flatMap(allTargets)
    .find((target) => keyOf(target) === key);
  const { environment, definition } = definitions;
  return same ? [same] : targetsOf(definition(environment).notifications);
};

/** Whom no route calls by now, a reminder does not call either. */
export const knownMention = (mention: string | undefined, definitions: Definitions): string | undefined =>
  known(definitions).some(({ notifications: { routes } }) => routes.some((route) => route.mention === mention))
    ? mention
    : undefined;
