// What every recogniser is given, and how it fills in what all notifications have. No secret gets this far.
import type {
  NameAndValue,
  NotificationCommon,
  NotificationFacets,
  NotificationSource,
  NotificationState,
  Severity,
} from '#core/notification.ts';
import { arnOf } from './arn.ts';
import { instantOf } from './fields.ts';
import type { Received } from './received.ts';

/** `json` is what `text` holds, if it holds JSON. */
export type RawMessage = {
  readonly id: string;
  readonly subject: string | undefined;
  readonly text: string;
  readonly json: unknown;
  readonly attributes: Readonly<Record<string, string>>;
  readonly topicArn: string | undefined;
  readonly sentAt: string | undefined;
};

/** What the message of one source shows; `kind` distinguishes them. */
export type AnyDetail = { readonly kind: string };

/** `id` is the delivery's, to find it again in logs. */
export type Recognised<D extends AnyDetail> = NotificationCommon & { readonly id: string; readonly detail: D };

/** Of whichever source. */
export type AnyNotification = Recognised<AnyDetail>;

/** Undefined: this is not mine. `recogniseInner` recognises what a dead letter holds, and no dead letter in it. */
export type Recogniser<D extends AnyDetail> = (
  raw: RawMessage,
  recogniseInner: (received: Received) => AnyNotification,
) => Recognised<D> | undefined;

type Facts<D extends AnyDetail> = {
  readonly source: NotificationSource;
  readonly severity: Severity;
  readonly name: string;
  readonly detail: D;
  /** What `about` consists of in addition to source, account and region; the name alone if it is not given. */
  readonly key?: readonly (string | undefined)[];
  readonly state?: NotificationState;
  readonly environment?: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly at?: string | undefined;
  readonly contributor?: string | undefined;
  readonly resources?: readonly string[];
  readonly tags?: readonly NameAndValue[];
  readonly dimensions?: readonly NameAndValue[];
  readonly namespaces?: readonly (string | undefined)[];
};

const facetsOf = (
  { attributes, topicArn }: RawMessage,
  { tags = [], dimensions = [], namespaces = [] }: Facts<AnyDetail>,
): NotificationFacets => ({
  tags,
  dimensions,
  namespaces: [...new Set(namespaces.filter((one) => one !== undefined))],
  attributes: Object.entries(attributes).map(([name, value]) => ({ name, value })),
  topic: topicArn,
});

// Names are kept apart by what cannot be part of them.
const joinedKey = (parts: readonly (string | undefined)[]): string =>
  parts.map((part) => (part ?? '').replaceAll('|', '/')).join('|');

export const notification = <D extends AnyDetail>(raw: RawMessage, facts: Facts<D>): Recognised<D> => {
  const { source, severity, name, detail, state = 'event', account, region, contributor, key = [name] } = facts;
  const about = joinedKey([source, account, region, ...key, ...(contributor === undefined ? [] : [contributor])]);
  return {
    ...{ id: raw.id, source, severity, state, name, account, region, contributor, about, detail },
    environment: facts.environment,
    at: facts.at ?? instantOf(raw.sentAt),
    groupKey: `${about}|${state}`,
    resources: facts.resources ?? [],
    facets: facetsOf(raw, facts),
  };
};

/** Where a message was published is where it happened, for those who can only publish to a topic of their own region. */
export const placeOfTopic = ({ topicArn }: RawMessage): { account: string | undefined; region: string | undefined } => {
  const arn = arnOf(topicArn);
  return { account: arn?.account, region: arn?.region };
};
