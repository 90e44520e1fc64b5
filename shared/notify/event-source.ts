// A source that is events of EventBridge and nothing more: their shape, and what is read from it. The message follows from that:
// what it is about and what became of it on the first line, the rest below.
import type * as z from 'zod';
import type { NameAndValue, NotificationSource, Severity } from '#core/notification.ts';
import type { Policy } from './policy.ts';
import { arnOf } from './recognition/arn.ts';
import { notification } from './recognition/recognised.ts';
import { code, type Escaped, joined, line, mrkdwn } from './rendering/escape.ts';
import { iconOf, laidOut, named, paragraph, when } from './rendering/layout.ts';
import { section } from './rendering/message.ts';
import type { Source } from './source.ts';

/** Undefined facts are left out. */
type EventReading = {
  /** "certificate", "backup of the RDS". */
  readonly what: string;
  /** What routes match and people search for. */
  readonly name: string;
  /** "expires in 31 days", "failed". */
  readonly outcome: string;
  readonly severity: Severity;
  readonly text?: string | undefined;
  readonly facts?: Readonly<Record<string, string | undefined>>;
  /** What its repetitions have in common in addition to source, account and region. */
  readonly key: readonly (string | undefined)[];
};

type EventDetail<N> = {
  readonly kind: N;
  readonly what: string;
  readonly outcome: string;
  readonly text: string | undefined;
  readonly facts: readonly NameAndValue[];
};

/** `envelope` of `event-envelope.ts`, as far as every event has it. */
type AnyEvent = {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly time?: string | undefined;
  readonly resources: readonly string[];
};

const factOf = ({ name, value }: NameAndValue): Escaped => mrkdwn`*${line(name, 60)}:* ${code(value, 200)}`;

export const eventSource = <E extends AnyEvent, const N extends NotificationSource>(of: {
  readonly name: N;
  readonly event: z.ZodType<E>;
  readonly read: (event: E) => EventReading;
  readonly policy: Policy;
}): Source<EventDetail<N>, N> => ({
  names: [of.name],
  kinds: [of.name],
  policy: of.policy,
  recognise(raw) {
    const event = of.event.safeParse(raw.json).data;
    if (!event) return undefined;
    const { what, name, outcome, severity, text, facts = {}, key } = of.read(event);
    const shown = Object.entries(facts).flatMap(([fact, value]) =>
      value === undefined ? [] : [{ name: fact, value }],
    );
    return notification(raw, {
      ...{ source: of.name, severity, name, key },
      account: event.account,
      region: event.region ?? arnOf(event.resources[0])?.region,
      at: event.time,
      detail: { kind: of.name, what, outcome, text, facts: shown },
    });
  },
  render(found, reader) {
    const { what, outcome, text, facts } = found.detail;
    return laidOut(found, reader, {
      headline: mrkdwn`${iconOf(found)} ${line(what, 100)} ${named(found.name)} ${line(outcome, 200)}`,
      blocks: [
        ...paragraph(text, 1_500),
        ...(facts.length === 0 ? [] : [section(joined(facts.map(factOf), '\n', 2_000))]),
      ],
      facts: when(found.at, reader),
    });
  },
});
