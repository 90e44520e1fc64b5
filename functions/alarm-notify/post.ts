// Posts a message: at once, in the digest of a storm, and as a copy by e-mail if the route has one.
import { hopsMax, hopsOf } from '#core/hops.ts';
import type { Target } from '#definition/destinations.ts';
import { allTargets, keyOf } from '#definition/targets.ts';
import { outgoingOf } from '#notify/destinations/outgoing.ts';
import { traitsOf } from '#notify/destinations/traits.ts';
import type { Escaped } from '#notify/rendering/escape.ts';
import type { SlackMessage } from '#notify/rendering/message.ts';
import { downByPlan, goesRound, sinceTheStop, withNote } from '#notify/rendering/note.ts';
import { sourceOf } from '#notify/sources.ts';
import { type BurstWindow, decideBurst, openLaterWindow } from '#notify/storms/burst.ts';
import { deliverOnce } from './deliver-once.ts';
import { failed, type Handled, type Work } from './dependencies.ts';
import { foldIntoDigest } from './fold-into-digest.ts';
import { digestEntryOf, groupIn, type Judged } from './judged.ts';
import { deliveryKeys } from './keys.ts';
import { markIfLate } from './mark-late.ts';
import { reasonOf } from './reason.ts';

const postOnce = (
  { incoming }: Judged,
  target: Target,
  work: Work,
  attempt: () => Promise<Handled>,
): Promise<Handled> =>
  work.inLane(keyOf(target), () =>
    deliverOnce(deliveryKeys.message(incoming.deliveryId, keyOf(target)), work, attempt),
  );

const aboutDowntime = ({ verdict, definition }: Judged): Escaped[] =>
  verdict.kind !== 'unexpected'
    ? []
    : [
        ...(verdict.sinceTheStop ? [sinceTheStop] : []),
        ...(verdict.downUntil === undefined ? [] : [downByPlan(verdict.downUntil, definition.timeZone)]),
      ];

/** A message from that topic has already reached its mailboxes, and so has one that goes round. */
const hasReachedMailboxes = ({ incoming }: Judged, topic: string): boolean =>
  incoming.topicArn?.endsWith(`:${topic}`) === true || hopsOf(incoming.attributes) >= hopsMax;

const deliverNow = async (judged: Judged, target: Target, work: Work): Promise<Handled> => {
  if (target.kind === 'email' && hasReachedMailboxes(judged, target.topic)) return { kind: 'counted' };
  const { message, publishedMs, incoming, notification, environment } = judged;
  const hops = hopsOf(incoming.attributes);
  const notes = [...aboutDowntime(judged), ...(hops >= hopsMax ? [goesRound] : [])];
  const marked = markIfLate(notes.reduce(withNote, message), publishedMs, work);
  const outgoing = outgoingOf(notification, marked, incoming.deliveryId, publishedMs, environment);
  return work.deliver(target, { ...outgoing, hops: hops + 1 });
};

/** Each mention has a window of its own, so that other messages do not fill it. */
const stormKey = ({ route: { mention } }: Judged, target: Target): string =>
  ['storm', keyOf(target), ...(mention === undefined ? [] : [mention])].join('|');

const deliverOrFold = async (judged: Judged, target: Target, work: Work): Promise<Handled> => {
  const { notifications, nowMs } = work;
  const { notification } = judged;
  if (
    traitsOf(target).storms === 'each' ||
    notification.severity === 'critical' ||
    !sourceOf(notification).policy.mayBeFolded(notification)
  )
    return deliverNow(judged, target, work);
  const step = await notifications.change(stormKey(judged, target), nowMs(), (window: BurstWindow | undefined) =>
    decideBurst(window, judged.incoming.deliveryId, nowMs(), groupIn(judged)),
  );
  const isFolded =
    step.kind === 'fold' &&
    (await foldIntoDigest(digestEntryOf(judged, target), step.window, target, judged.route.mention, work, step.group));
  return isFolded ? { kind: 'folded' } : deliverNow(judged, target, work);
};

/** Mailboxes get every posted message, even in a storm. */
const sendEmailCopy = async (judged: Judged, work: Work): Promise<Handled> => {
  const { incoming, route, message, notification } = judged;
  const { emailCopy } = route;
  if (emailCopy === undefined || hasReachedMailboxes(judged, emailCopy)) return { kind: 'counted' };
  const hops = hopsOf(incoming.attributes);
  return deliverOnce(deliveryKeys.mail(incoming.deliveryId, emailCopy), work, async () => {
    await work.mail(emailCopy, notification.name, message, hops + 1);
    return { kind: 'delivered' };
  });
};

/** Targets where an incident may be open. An end must reach them, whichever route it takes. */
const openPlaces = ({ notification, definition }: Judged): readonly Target[] =>
  notification.state === 'ok' ? allTargets(definition).filter((target) => traitsOf(target).hasToHearOfTheEnd) : [];

/** The targets of a route, and those where an incident may be open. */
export const withOpenPlaces = (targets: readonly Target[], judged: Judged): readonly Target[] => [
  ...new Map([...targets, ...openPlaces(judged)].map((target) => [keyOf(target), target])).values(),
];

/** A failure that can be retried precedes a final one, so that no message is given up while a target still waits for it. */
export const together = (all: readonly Handled[]): Handled => {
  const failures = all.filter((one) => one.kind === 'failed');
  const waiting = failures.find(({ status }) => status !== 400);
  return waiting ?? failures[0] ?? all[0] ?? { kind: 'counted' };
};

/** Runs for all targets in parallel. Only those that failed are retried. */
export const atEach = async <T>(places: readonly T[], at: (place: T) => Promise<Handled>): Promise<Handled> =>
  together(await Promise.all(places.map((place) => at(place).catch((error: unknown) => failed(reasonOf(error))))));

export const post = async (judged: Judged, work: Work): Promise<Handled> => {
  const [posted, mailed] = await Promise.all([
    atEach(withOpenPlaces(judged.route.to, judged), (target) =>
      postOnce(judged, target, work, () => deliverOrFold(judged, target, work)),
    ),
    sendEmailCopy(judged, work).catch((error: unknown) => failed(`no copy by e-mail: ${reasonOf(error)}`)),
  ]);
  return mailed.kind === 'failed' && posted.kind !== 'failed' ? mailed : posted;
};

/** Posts the message itself, for destinations without digests. */
export const postEach = (judged: Judged, target: Target, work: Work): Promise<Handled> =>
  postOnce(judged, target, work, () => deliverNow(judged, target, work));

/** Posts a summary in place of the notification. It neither opens nor closes an incident. */
export const postInstead = (judged: Judged, target: Target, message: SlackMessage, work: Work): Promise<Handled> =>
  postOnce(judged, target, work, () => {
    const notification = { ...judged.notification, state: 'event' as const };
    return deliverNow({ ...judged, notification, message }, target, work);
  });

/** Adds it to a digest, or posts it if that fails. */
export const foldQuietly = (judged: Judged, work: Work): Promise<Handled> =>
  atEach(withOpenPlaces(judged.route.to, judged), (target) => {
    if (traitsOf(target).storms === 'each') return postEach(judged, target, work);
    return postOnce(judged, target, work, async () => {
      const { notifications, nowMs } = work;
      const window = await notifications.change(stormKey(judged, target), nowMs(), (open: BurstWindow | undefined) =>
        openLaterWindow(open, nowMs()),
      );
      const entry = digestEntryOf(judged, target);
      const isFolded = await foldIntoDigest(entry, window, target, judged.route.mention, work);
      return isFolded ? { kind: 'folded' } : deliverNow(judged, target, work);
    });
  });
