// From what came in to what it says and where it is said.
import type { SlackRoute } from '#domain/definition.ts';
import type { Notification } from '#domain/notification.ts';
import type { SlackMessage } from '#notify/message.ts';
import { renderNotification } from '#notify/render-notification.ts';
import type { AlarmNotifyDependencies } from './dependencies.ts';
import type { Incoming } from './event.ts';

export type Destination = { readonly route: SlackRoute; readonly message: SlackMessage };
export type Understood = { readonly notification: Notification; readonly destinations: readonly Destination[] };

export const understand = (incoming: Incoming, deps: AlarmNotifyDependencies): Understood => {
  const { environment, message } = renderNotification(incoming);
  const known = environment !== undefined && deps.knownEnvironments().includes(environment);
  const definition = deps.definition(known ? environment : deps.environment);
  return {
    notification: {
      id: incoming.id,
      source: 'text',
      severity: 'info',
      state: 'event',
      name: 'text',
      environment,
      account: undefined,
      region: undefined,
      at: undefined,
      about: incoming.id,
      groupKey: incoming.id,
      contributor: undefined,
      resources: [],
      detail: { kind: 'text', title: '', text: incoming.body, layout: 'prose' },
    },
    destinations: [{ route: definition.notifications.slack, message }],
  };
};
