// Telling people: at once, in the digest of a storm, and by a copy to mailboxes where the route says so.
import type { SlackMessage } from '#notify/rendering/message.ts';
import { sinceTheStop, withRemark } from '#notify/rendering/remark.ts';
import { laterWindow, mayBeFolded, type StormWindow, weather } from '#notify/storms/burst.ts';
import { type Attended, failed, reasonOf, type Work } from './dependencies.ts';
import { folding } from './fold.ts';
import { once } from './once.ts';
import { remarked } from './remark.ts';
import { foldedOf, type Said } from './said.ts';

const tellOnce = (said: Said, work: Work, tell: () => Promise<Attended>): Promise<Attended> =>
  once(`${said.incoming.deliveryId}|${said.route.slack.webhookSecret}`, work, tell);

const deliverNow = ({ message, route, saidMs, verdict }: Said, work: Work): Promise<Attended> => {
  const began = verdict.kind === 'unexpected' && verdict.sinceTheStop;
  return work.deliver(route.slack, remarked(began ? withRemark(message, sinceTheStop) : message, saidMs, work));
};

const stormKey = ({ route }: Said): string => `storm|${route.slack.webhookSecret}`;

const deliverOrFold = async (said: Said, work: Work): Promise<Attended> => {
  const { notifications, nowMs } = work;
  if (!mayBeFolded(said.notification)) return deliverNow(said, work);
  const step = await notifications.change(stormKey(said), nowMs(), (window: StormWindow | undefined) =>
    weather(window, said.incoming.deliveryId, nowMs()),
  );
  const isFolded = step.kind === 'fold' && (await folding(foldedOf(said), step.window, said.route.slack, work));
  return isFolded ? { kind: 'folded' } : deliverNow(said, work);
};

/** Mailboxes get every message that is posted, storm or not: nobody paces them. */
const copied = async ({ incoming, route, message, notification }: Said, work: Work): Promise<Attended> => {
  const { emailCopy } = route;
  // What came from that topic has reached its mailboxes already.
  if (emailCopy === undefined || incoming.topicArn?.endsWith(`:${emailCopy}`)) return { kind: 'counted' };
  return once(`${incoming.deliveryId}|mail|${emailCopy}`, work, async () => {
    await work.mail(emailCopy, notification.name, message);
    return { kind: 'delivered' };
  });
};

/** Neither way waits for the other, and a second try is only for the one that failed. */
export const post = async (said: Said, work: Work): Promise<Attended> => {
  const told = await tellOnce(said, work, () => deliverOrFold(said, work)).catch((error: unknown) =>
    failed(reasonOf(error)),
  );
  const mailed = await copied(said, work).catch((error: unknown) => failed(`no copy by e-mail: ${reasonOf(error)}`));
  return mailed.kind === 'failed' && told.kind !== 'failed' ? mailed : told;
};

/** Another message in its place: the notification has been summed up. */
export const postInstead = (said: Said, message: SlackMessage, work: Work): Promise<Attended> =>
  tellOnce(said, work, () => deliverNow({ ...said, message }, work));

/** No news on its own: named in a digest, or said if that cannot be. */
export const foldQuietly = (said: Said, work: Work): Promise<Attended> =>
  tellOnce(said, work, async () => {
    const { notifications, nowMs } = work;
    const window = await notifications.change(stormKey(said), nowMs(), (open: StormWindow | undefined) =>
      laterWindow(open, nowMs()),
    );
    const isFolded = await folding(foldedOf(said), window, said.route.slack, work);
    return isFolded ? { kind: 'folded' } : deliverNow(said, work);
  });
