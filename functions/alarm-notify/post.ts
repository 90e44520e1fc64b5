// Telling people: at once, in the digest of a storm, and by a copy to mailboxes where the route says so.
import { hopsMax, hopsOf } from '#core/hops.ts';
import type { Escaped } from '#notify/rendering/escape.ts';
import type { SlackMessage } from '#notify/rendering/message.ts';
import { downByPlan, goesRound, sinceTheStop, withRemark } from '#notify/rendering/remark.ts';
import { sourceOf } from '#notify/sources.ts';
import { type BurstWindow, decideBurst, openLaterWindow } from '#notify/storms/burst.ts';
import { deliverOnce } from './deliver-once.ts';
import { failed, type Handled, type Work } from './dependencies.ts';
import { foldIntoDigest } from './fold-into-digest.ts';
import { digestEntryOf, type Judged } from './judged.ts';
import { deliveryKeys } from './keys.ts';
import { markIfLate } from './mark-late.ts';
import { reasonOf } from './reason.ts';

const postOnce = (judged: Judged, work: Work, tell: () => Promise<Handled>): Promise<Handled> =>
  deliverOnce(deliveryKeys.message(judged.incoming.deliveryId, judged.route.slack.webhookSecret), work, tell);

const aboutDowntime = ({ verdict, definition }: Judged): Escaped[] =>
  verdict.kind !== 'unexpected'
    ? []
    : [
        ...(verdict.sinceTheStop ? [sinceTheStop] : []),
        ...(verdict.downUntil === undefined ? [] : [downByPlan(verdict.downUntil, definition.timeZone)]),
      ];

const deliverNow = (judged: Judged, work: Work): Promise<Handled> => {
  const { message, route, publishedMs, incoming } = judged;
  const remarks = [...aboutDowntime(judged), ...(hopsOf(incoming.attributes) >= hopsMax ? [goesRound] : [])];
  return work.deliver(route.slack, markIfLate(remarks.reduce(withRemark, message), publishedMs, work));
};

/** Whoever is called by name has a window of their own, so that nobody else's noise fills it. */
const stormKey = ({ route: { slack, mention } }: Judged): string =>
  ['storm', slack.webhookSecret, ...(mention === undefined ? [] : [mention])].join('|');

const deliverOrFold = async (judged: Judged, work: Work): Promise<Handled> => {
  const { notifications, nowMs } = work;
  const { notification } = judged;
  if (notification.severity === 'critical' || !sourceOf(notification).policy.mayBeFolded(notification))
    return deliverNow(judged, work);
  const step = await notifications.change(stormKey(judged), nowMs(), (window: BurstWindow | undefined) =>
    decideBurst(window, judged.incoming.deliveryId, nowMs()),
  );
  const isFolded =
    step.kind === 'fold' && (await foldIntoDigest(digestEntryOf(judged), step.window, judged.route, work));
  return isFolded ? { kind: 'folded' } : deliverNow(judged, work);
};

/** Mailboxes get every message that is posted, storm or not: nobody paces them. */
const sendEmailCopy = async ({ incoming, route, message, notification }: Judged, work: Work): Promise<Handled> => {
  const { emailCopy } = route;
  // What came from that topic has reached its mailboxes already, and what goes round has been in every mailbox.
  if (emailCopy === undefined || incoming.topicArn?.endsWith(`:${emailCopy}`)) return { kind: 'counted' };
  const hops = hopsOf(incoming.attributes);
  if (hops >= hopsMax) return { kind: 'counted' };
  return deliverOnce(deliveryKeys.mail(incoming.deliveryId, emailCopy), work, async () => {
    await work.mail(emailCopy, notification.name, message, hops + 1);
    return { kind: 'delivered' };
  });
};

/** Neither way waits for the other, and a second try is only for the one that failed. */
export const post = async (judged: Judged, work: Work): Promise<Handled> => {
  const told = await postOnce(judged, work, () => deliverOrFold(judged, work)).catch((error: unknown) =>
    failed(reasonOf(error)),
  );
  const mailed = await sendEmailCopy(judged, work).catch((error: unknown) =>
    failed(`no copy by e-mail: ${reasonOf(error)}`),
  );
  return mailed.kind === 'failed' && told.kind !== 'failed' ? mailed : told;
};

/** Another message in its place: the notification has been summed up. */
export const postInstead = (judged: Judged, message: SlackMessage, work: Work): Promise<Handled> =>
  postOnce(judged, work, () => deliverNow({ ...judged, message }, work));

/** No news on its own: named in a digest, or said if that cannot be. */
export const foldQuietly = (judged: Judged, work: Work): Promise<Handled> =>
  postOnce(judged, work, async () => {
    const { notifications, nowMs } = work;
    const window = await notifications.change(stormKey(judged), nowMs(), (open: BurstWindow | undefined) =>
      openLaterWindow(open, nowMs()),
    );
    const isFolded = await foldIntoDigest(digestEntryOf(judged), window, judged.route, work);
    return isFolded ? { kind: 'folded' } : deliverNow(judged, work);
  });
