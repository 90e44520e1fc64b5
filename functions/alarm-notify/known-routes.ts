// Where and whom a reminder may speak to: what the definitions say now. What it carries, and what was kept with it, only chooses
// among that, so that nothing but a deployment opens a channel or calls somebody.
import type { SlackRoute } from '#definition/definition.ts';
import type { Work } from './dependencies.ts';

type Definitions = Pick<Work, 'definition' | 'knownEnvironments' | 'environment'>;

const notificationsOf = ({ definition, knownEnvironments, environment }: Definitions) =>
  [...new Set([environment, ...knownEnvironments()])].map((name) => definition(name).notifications);

/** A route that is gone gives way to the function's own. */
export const knownRoute = ({ webhookSecret }: SlackRoute, definitions: Definitions): SlackRoute => {
  const all = notificationsOf(definitions).flatMap(({ slack, routes }) => [
    slack,
    ...routes.flatMap((route) => route.slack ?? []),
  ]);
  const { environment, definition } = definitions;
  return all.find((route) => route.webhookSecret === webhookSecret) ?? definition(environment).notifications.slack;
};

/** Whom no route calls by now, a reminder does not call either. */
export const knownMention = (mention: string | undefined, definitions: Definitions): string | undefined =>
  notificationsOf(definitions).some(({ routes }) => routes.some((route) => route.mention === mention))
    ? mention
    : undefined;
