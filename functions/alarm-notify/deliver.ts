// One message to one Slack route, as carefully as one invocation can: paced, with a fresh secret if the webhook is gone,
// without layout if Slack refuses the layout.
import type { SlackRoute } from '#domain/definition.ts';
import { type SlackMessage, withoutLayout } from '#notify/message.ts';
import type { Delivery, Failed } from '#notify/slack.ts';
import type { WebhookUrl } from '#notify/webhook-secret.ts';

export type SlackAccess = {
  readonly webhookUrl: WebhookUrl;
  /** Does not throw: a failure is a delivery too. */
  readonly post: (url: string, message: SlackMessage) => Promise<Delivery>;
  readonly pause: (ms: number) => Promise<void>;
};

export type Deliver = (route: SlackRoute, message: SlackMessage) => Promise<Delivery>;

/** Slack allows about one message a second per webhook. A longer wait that it asks for is left to the queue. */
export const paceLimits = { gapMs: 1_000, waitMsMax: 5_000 } as const;

const isRefused = (delivery: Delivery): delivery is Failed => delivery.kind === 'failed' && !delivery.retryable;

/** The secret may have changed since it was read: the webhook is forbidden or gone, or what was read is no such URL. */
const mayBeOutdated = ({ status }: Failed): boolean => status === undefined || [403, 404, 410].includes(status);

type Post = SlackAccess['post'];

/** Keeps the pace for as long as the caller lives. Without a clock the gap is always waited for, which is never too short. */
const paced = ({ post, pause }: SlackAccess): (() => Post) => {
  const posted = new Set<string>();
  return () => {
    const waitMs = new Map<string, number>();
    return async (url, message) => {
      const wait = waitMs.get(url) ?? paceLimits.gapMs;
      if (wait > paceLimits.waitMsMax)
        return { kind: 'failed', retryable: true, reason: `not tried: Slack asked to wait ${wait / 1_000} s` };
      if (posted.has(url)) await pause(wait);
      posted.add(url);
      const delivery = await post(url, message);
      const asked = delivery.kind === 'failed' ? (delivery.retryAfterSeconds ?? 0) * 1_000 : 0;
      waitMs.set(url, Math.max(paceLimits.gapMs, asked));
      return delivery;
    };
  };
};

const withPlainSecondTry =
  (post: Post): Post =>
  async (url, message) => {
    const first = await post(url, message);
    return isRefused(first) && first.status === 400 ? post(url, withoutLayout(message)) : first;
  };

/** Called once for the function, then once per invocation. */
export const delivering = (access: SlackAccess): (() => Deliver) => {
  const pace = paced(access);
  return () => {
    const post = withPlainSecondTry(pace());
    return async ({ webhookSecret }, message) => {
      const url = await access.webhookUrl(webhookSecret, { refresh: false });
      const first = await post(url, message);
      if (!isRefused(first) || !mayBeOutdated(first)) return first;
      const freshUrl = await access.webhookUrl(webhookSecret, { refresh: true });
      return freshUrl === url ? first : post(freshUrl, message);
    };
  };
};
