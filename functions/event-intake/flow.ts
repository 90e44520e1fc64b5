// The flow of `event-intake`: a request from outside becomes a record in Kafka, and what waited in the queue follows.
import { InputError } from '#core/errors.ts';
import type { Verify } from '#pipeline/intake/sender.ts';
import { type Incoming, type IntakePorts, takeIn } from '#pipeline/intake/take-in.ts';
import { drain } from '#pipeline/intake/waiting.ts';
import { isRecord } from '#pipeline/is-record.ts';
import { requestIn } from './http-event.ts';

export type Sender = {
  readonly name: string;
  readonly topic: string;
  readonly keyPath: string | undefined;
  readonly verify: Verify;
  readonly secrets: () => Promise<readonly string[]>;
};

export type IntakeFlow = Omit<IntakePorts, 'verify' | 'secrets'> & {
  readonly senders: readonly Sender[];
  readonly nowMs: () => number;
};

type QueueRecord = { readonly messageId: string; readonly body: string };

const isQueueRecord = (value: unknown): value is QueueRecord =>
  isRecord(value) &&
  value.eventSource === 'aws:sqs' &&
  typeof value.messageId === 'string' &&
  typeof value.body === 'string';

/** Undefined for what our queue did not deliver. */
const queuedIn = (event: unknown): readonly QueueRecord[] | undefined => {
  const records: unknown = isRecord(event) ? event.Records : undefined;
  return Array.isArray(records) && records.length > 0 && records.every(isQueueRecord) ? records : undefined;
};

type HttpAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const answer = (statusCode: number, body = ''): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body,
});

const httpRequest = async (flow: IntakeFlow, event: unknown): Promise<HttpAnswer> => {
  const request = requestIn(event, flow.nowMs());
  if (!request)
    throw new InputError('the event is neither a request of a function URL or an HTTP API, nor of the queue');
  const sender = flow.senders.find(({ name }) => name === request.sender);
  // Nobody learns which senders there are.
  if (!sender) return answer(403);
  if (request.method !== 'POST') return answer(405);
  const { name: source, topic, keyPath, verify, secrets } = sender;
  const { status, body } = await takeIn({ ...flow, verify, secrets }, { source, topic, keyPath })(request);
  return answer(status, body);
};

/** Throws `InputError` for an event of neither form. */
export const intakeEvent =
  (flow: IntakeFlow) =>
  async (event: unknown): Promise<unknown> => {
    const queued = queuedIn(event);
    if (!queued) return httpRequest(flow, event);
    const produce = (one: Incoming) => flow.produce(one);
    return drain(produce, flow.log)(queued);
  };
