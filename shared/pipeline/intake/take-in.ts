// One event from outside: proven, then into Kafka; with Kafka away into our queue, from which it is drained later. What was answered
// with 200 is in one of the two.
import { keyOf } from './key.ts';
import type { Request, Verify } from './sender.ts';

/** An event on its way. The body is what came, byte by byte. */
export type Incoming = {
  readonly topic: string;
  readonly key: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
};

export type IntakePorts = {
  readonly verify: Verify;
  /** As they are now. */
  readonly secrets: () => Promise<readonly string[]>;
  /** Resolves when every replica that must has it (`acks=all`). */
  readonly produce: (event: Incoming) => Promise<void>;
  /** Resolves when our queue has it. */
  readonly queue: (event: Incoming) => Promise<void>;
  /** For us, not for the sender. */
  readonly log: (text: string, about: Readonly<Record<string, unknown>>) => void;
  /** Rejects after so many milliseconds. */
  readonly within: <T>(ms: number, work: Promise<T>) => Promise<T>;
};

type IntakeSettings = {
  readonly source: string;
  readonly topic: string;
  /** Where the key is in the body. */
  readonly keyPath: string | undefined;
};

/** Without a word for those who prove nothing. */
type Answer = { readonly status: 200 | 403 | 413 | 503; readonly body: string };

/** More is no event, and the queue has a limit, too. */
export const bodyBytesMax = 256 * 1_024;
/** How long Kafka may take before the event goes to the queue. A sender waits for some ten seconds. */
const kafkaMs = 5_000;

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const accepted: Answer = { status: 200, body: '{"accepted":true}' };
const refused: Answer = { status: 403, body: '' };
const tooLarge: Answer = { status: 413, body: `{"error":"the body is over ${bodyBytesMax} bytes"}` };
const later: Answer = { status: 503, body: '{"error":"try again later"}' };

const isProven = async (
  { verify, secrets, log }: IntakePorts,
  { source }: IntakeSettings,
  request: Request,
): Promise<boolean> => {
  const proof = await verify(request, await secrets());
  if (!proof.isProven) log('refused an event', { source, why: proof.why });
  return proof.isProven;
};

const delivered = async ({ produce, queue, log, within }: IntakePorts, event: Incoming): Promise<Answer> => {
  try {
    await within(kafkaMs, produce(event));
    return accepted;
  } catch (error) {
    log('Kafka did not take an event; it goes to the queue', {
      topic: event.topic,
      key: event.key,
      why: reason(error),
    });
  }
  try {
    await queue(event);
    return accepted;
  } catch (error) {
    log('neither Kafka nor the queue took an event', { topic: event.topic, key: event.key, why: reason(error) });
    return later;
  }
};

export const takeIn =
  (ports: IntakePorts, settings: IntakeSettings) =>
  async (request: Request): Promise<Answer> => {
    if (request.body.length > bodyBytesMax) return tooLarge;
    try {
      if (!(await isProven(ports, settings, request))) return refused;
    } catch (error) {
      // Whether it is forged is not known: the sender is to try again.
      ports.log('an event could not be verified', { source: settings.source, why: reason(error) });
      return later;
    }
    const { topic, keyPath, source } = settings;
    const headers = { source, receivedAt: new Date(request.nowMs).toISOString() };
    return delivered(ports, { topic, key: keyOf(request.body, keyPath), body: request.body, headers });
  };
