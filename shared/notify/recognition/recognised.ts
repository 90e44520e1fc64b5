// What every recogniser is given, and how it fills in what all notifications have. No secret gets this far.
import type {
  Notification,
  NotificationDetail,
  NotificationSource,
  NotificationState,
  Severity,
} from '#core/notification.ts';
import { arnOf } from './arn.ts';
import { instantOf } from './fields.ts';

/** `json` is what `text` holds, if it holds JSON. */
export type Said = {
  readonly id: string;
  readonly subject: string | undefined;
  readonly text: string;
  readonly json: unknown;
  readonly attributes: Readonly<Record<string, string>>;
  readonly topicArn: string | undefined;
  readonly sentAt: string | undefined;
};

/** Undefined: this is not mine. */
export type Recogniser = (said: Said) => Notification | undefined;

type Facts = {
  readonly source: NotificationSource;
  readonly severity: Severity;
  readonly name: string;
  readonly detail: NotificationDetail;
  /** What `about` consists of besides source, account and region; the name alone if it is not given. */
  readonly key?: readonly (string | undefined)[];
  readonly state?: NotificationState;
  readonly environment?: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly at?: string | undefined;
  readonly contributor?: string | undefined;
  readonly resources?: readonly string[];
};

// Names are kept apart by what cannot be part of them.
const joinedKey = (parts: readonly (string | undefined)[]): string =>
  parts.map((part) => (part ?? '').replaceAll('|', '/')).join('|');

export const notification = (said: Said, facts: Facts): Notification => {
  const { source, severity, name, detail, state = 'event', account, region, contributor, key = [name] } = facts;
  const about = joinedKey([source, account, region, ...key, ...(contributor === undefined ? [] : [contributor])]);
  return {
    ...{ id: said.id, source, severity, state, name, account, region, contributor, about, detail },
    environment: facts.environment,
    at: facts.at ?? instantOf(said.sentAt),
    groupKey: `${about}|${state}`,
    resources: facts.resources ?? [],
  };
};

/** Where a message was published is where it happened, for those who can only publish to a topic of their own region. */
export const placeOfTopic = ({ topicArn }: Said): { account: string | undefined; region: string | undefined } => {
  const arn = arnOf(topicArn);
  return { account: arn?.account, region: arn?.region };
};
