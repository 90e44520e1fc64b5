// One message to one Slack route, as carefully as one invocation can: paced, with a fresh secret if the webhook is gone,
// without layout if Slack refuses the layout, and again if Slack asks for no more patience than there is time.

import { deliveryLimits } from '#core/delivery-limits.ts';
import type { SlackRoute } from '#definition/definition.ts';
import type { NotificationStore } from '#notify/delivery/notification-store.ts';
import { holdOff, patienceMsMax, takeTurn } from '#notify/delivery/pace.ts';
import { type SlackMessage, withoutLayout } from '#notify/rendering/message.ts';
import type { Delivery, Failed } from '#notify/slack/slack.ts';
import type { WebhookUrl } from '#notify/slack/webhook-secret.ts';

export type SlackAccess = {
  readonly webhookUrl: WebhookUrl;
  /** Does not throw: a failure is a delivery too. */
  readonly post: (url: string, message: SlackMessage) => Promise<Delivery>;
  readonly pause: (ms: number) => Promise<void>;
  readonly nowMs: () => number;
};

export type Deliver = (route: SlackRoute, message: SlackMessage) => Promise<Delivery>;

export type Invocation = {
  readonly access: SlackAccess;
  readonly store: Pick<NotificationStore, 'change'>;
  /** Until Lambda ends the invocation. */
  readonly remainingMs: () => number;
};

/** What a post and the writing down of its result take at most. */
const postMs = (deliveryLimits.postSeconds + 2) * 1_000;
/** When Slack asks for patience without saying how much. */
const retryAfterSecondsDefault = 30;
const askedToWaitMax = 3;

type Post = (message: SlackMessage) => Promise<Delivery>;

const isRefused = (delivery: Delivery): delivery is Failed => delivery.kind === 'failed' && !delivery.retryable;

/** The secret may have changed since it was read: the webhook is forbidden or gone, or what was read is no such URL. */
const mayBeOutdated = ({ status }: Failed): boolean => status === undefined || [403, 404, 410].includes(status);

const notTried = (why: string): Failed => ({ kind: 'failed', retryable: true, reason: `not tried: ${why}` });

/** Posts in its turn. Turns are kept per secret, which names the webhook without giving it away. */
const paced =
  ({ access, store, remainingMs }: Invocation, { webhookSecret }: SlackRoute, url: string): Post =>
  async (message) => {
    const key = `pace|${webhookSecret}`;
    for (let asked = 1; ; asked++) {
      const { nowMs, pause, post } = access;
      const turn = await store.change(key, nowMs(), (pace: { readonly nextMs: number } | undefined) =>
        takeTurn(pace, nowMs(), remainingMs() - postMs),
      );
      if (turn.kind === 'later') return notTried(`the webhook is free in ${Math.ceil(turn.waitMs / 1_000)} s`);
      if (turn.waitMs > 0) await pause(turn.waitMs);
      const delivery = await post(url, message);
      if (delivery.kind === 'delivered' || delivery.status !== 429) return delivery;
      const askedMs = (delivery.retryAfterSeconds ?? retryAfterSecondsDefault) * 1_000;
      const untilMs = nowMs() + Math.min(askedMs, patienceMsMax);
      await store.change(key, nowMs(), (pace: { readonly nextMs: number } | undefined) => holdOff(pace, untilMs));
      if (asked === askedToWaitMax || untilMs - nowMs() > remainingMs() - postMs) return delivery;
    }
  };

const withPlainSecondTry =
  (post: Post): Post =>
  async (message) => {
    const first = await post(message);
    return isRefused(first) && first.status === 400 ? post(withoutLayout(message)) : first;
  };

export const delivering =
  (invocation: Invocation): Deliver =>
  async (route, message) => {
    if (invocation.remainingMs() < postMs) return notTried('the invocation has no time left');
    const { webhookUrl } = invocation.access;
    const url = await webhookUrl(route.webhookSecret, { refresh: false });
    const first = await withPlainSecondTry(paced(invocation, route, url))(message);
    if (!isRefused(first) || !mayBeOutdated(first)) return first;
    const freshUrl = await webhookUrl(route.webhookSecret, { refresh: true });
    return freshUrl === url ? first : withPlainSecondTry(paced(invocation, route, freshUrl))(message);
  };
