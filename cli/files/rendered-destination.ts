// What an event would be at one destination, whichever its route is: as the destination's own data.

import { InputError } from '#core/errors.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { type DestinationKind, destinationKinds, type Target } from '#definition/destinations.ts';
import { allTargets } from '#definition/targets.ts';
import { outgoingOf } from '#notify/destinations/outgoing.ts';
import { destinations } from '#notify/destinations/registry.ts';
import type { Presented } from '#notify/routing/present.ts';

/** For an environment that has no such destination. */
const samples: { readonly [K in DestinationKind]: Target<K> } = {
  slack: { kind: 'slack', channel: '#channel', webhookSecret: 'slack-webhook' },
  pagerduty: { kind: 'pagerduty', secret: 'pagerduty-key' },
  teams: { kind: 'teams', secret: 'teams-workflow' },
  jira: { kind: 'jira', site: 'example.atlassian.net', project: 'OPS', secret: 'jira-token' },
  webhook: { kind: 'webhook', secret: 'webhook' },
  email: { kind: 'email', topic: 'mail' },
};

/** Throws `InputError`. */
export const destinationNamed = (name: string): DestinationKind => {
  const found = destinationKinds.find((kind) => kind === name);
  if (found === undefined)
    throw new InputError(`there is no destination \`${name}\`; there are ${destinationKinds.join(', ')}`);
  return found;
};

const nothing = () => Promise.reject(new Error('nothing is sent'));

export const payloadAt = async (
  kind: DestinationKind,
  { route, definition, notification, message, environment }: Presented,
) => {
  const ofKind = (target: Target): boolean => target.kind === kind;
  const target = route.to.find(ofKind) ?? allTargets(definition).find(ofKind) ?? samples[kind];
  const destination = await destinations({ http: nothing, slack: {}, mail: nothing })(kind);
  // A message that does not say when it was published is taken for one of now.
  const nowMs = systemRuntime.now().getTime();
  return destination.render(target, outgoingOf(notification, message, notification.id, nowMs, environment));
};
