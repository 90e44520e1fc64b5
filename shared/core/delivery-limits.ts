// How patient the delivery to Slack is. The deployment and the function read the same numbers.

/** In seconds. Of the queue between SNS and `alarm-notify`, and of the function that works it off. */
export const deliveryLimits = {
  functionSeconds: 30,
  /** Six times the function's, as AWS advises: a message is not shown again while somebody still works on it. */
  visibilitySeconds: 180,
  /** The longest that SQS keeps a message. */
  retentionSeconds: 14 * 24 * 60 * 60,
  /** The most that SQS allows. */
  receivesMax: 1_000,
  batchSize: 10,
  /** A message that says it was sent earlier than this is marked as late. Less than one visibility timeout. */
  lateSeconds: 120,
  /** Of one post to Slack. */
  postSeconds: 8,
} as const;

type QueuePatience = {
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  readonly receivesMax: number;
};

/**
 * How long Slack may be down before the first message goes to the dead-letter queue: each try costs one receive and
 * one visibility timeout, and the last try has to be a success.
 */
export const outageSecondsSurvived = ({ visibilitySeconds, retentionSeconds, receivesMax }: QueuePatience): number =>
  Math.min(retentionSeconds, (receivesMax - 1) * visibilitySeconds);
