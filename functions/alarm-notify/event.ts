// What `alarm-notify` accepts: anything. SQS records with an SNS envelope or a bare message in them, SNS records, and
// whatever somebody sends by hand; a shape that is not known becomes text, so that it is posted rather than dropped.
import * as z from 'zod';
import { type Received, receivedFrom } from '#notify/recognise-received.ts';

export type Incoming = Received & {
  /** Only a record of a queue can fail by itself; for everything else the whole invocation has to. */
  readonly source: 'queue' | 'direct';
};

const queued = z.object({ messageId: z.string().min(1), body: z.unknown().optional() });
const batch = z.object({ Records: z.array(z.unknown()) });

const incoming = (record: unknown): Incoming => ({
  ...receivedFrom(record),
  source: queued.safeParse(record).success ? 'queue' : 'direct',
});

export const parseNotifications = (event: unknown): Incoming[] =>
  (batch.safeParse(event).data?.Records ?? [event]).map(incoming);
