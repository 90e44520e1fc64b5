// A change as it goes to `alarm-notify`: in the form in which SNS delivers to a queue, because its id must be the same whenever the same
// change is sent again. By that id it is delivered once to each destination.
import type { Change } from './envelope.ts';
import type { Told } from './rule.ts';

/** Times of JavaScript; what lies outside was made up. */
const isoOf = (ms: number): string | undefined => {
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

/** `capturedMs`: when the record came to Kafka, which is when it could first be told. The same change gives the same text. */
export const changeMessage = (
  told: Told,
  { op, table, atMs }: Pick<Change, 'op' | 'table' | 'atMs'>,
  { id, pipeline, capturedMs }: { readonly id: string; readonly pipeline: string; readonly capturedMs: number },
): string => {
  const at = isoOf(atMs ?? capturedMs);
  const event = { curfew: 'event', version: 1, pipeline, table, op, at, ...told };
  return JSON.stringify({
    Type: 'Notification',
    MessageId: id,
    Timestamp: isoOf(capturedMs) ?? at,
    Message: JSON.stringify(event),
  });
};
