// The targets and mentions that a reminder may use. It can only choose among those of the deployed definitions, so that only a
// deployment adds a channel or a mention.
import type { SlackRoute, Target } from '#definition/destinations.ts';
import { allTargets, keyOf, targetsOf } from '#definition/targets.ts';
import type { Work } from './dependencies.ts';

type Definitions = Pick<Work, 'definition' | 'knownEnvironments' | 'environment'>;

const known = ({ definition, knownEnvironments, environment }: Definitions) =>
  [...new Set([environment, ...knownEnvironments()])].map((name) => definition(name));

/** A target that was removed is replaced by the function's own. An earlier version wrote a Slack route without `kind`. */
export const knownTargets = (route: Target | SlackRoute, definitions: Definitions): readonly Target[] => {
  const key = keyOf('kind' in route ? route : { kind: 'slack', ...route });
  const same = known(definitions)
    .flatMap(allTargets)
    .find((target) => keyOf(target) === key);
  const { environment, definition } = definitions;
  return same ? [same] : targetsOf(definition(environment).notifications);
};

/** A mention that is in no route any more is dropped. */
export const knownMention = (mention: string | undefined, definitions: Definitions): string | undefined =>
  known(definitions).some(({ notifications: { routes } }) => routes.some((route) => route.mention === mention))
    ? mention
    : undefined;
