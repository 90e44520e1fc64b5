// What `start` and `stop` accept, from any sender. Unknown keys are refused before anything is touched.
import * as z from 'zod';
import { InputError } from '#core/errors.ts';
import type { RunRequest } from '#core/run.ts';
import { byText, nameText, whyText } from './event-text.ts';

const runEvent = z.strictObject({
  /** Whose it is, when it is found in the dead-letter queue. */
  function: z.enum(['start', 'stop']).optional(),
  environment: nameText,
  id: z
    .string()
    .regex(/^[a-z0-9]{4,16}$/)
    .optional(),
  requestedBy: byText.default('unknown person'),
  scheduledTime: z.iso.datetime({ offset: true }).optional(),
  why: whyText.optional(),
  only: z.array(nameText).min(1).max(3_000).optional(),
  onBehalfOf: z.strictObject({ requestedBy: byText, since: z.int().positive() }).optional(),
  dueSince: z.int().positive().optional(),
  retry: z.strictObject({ of: nameText, failing: z.array(nameText).max(3_000) }).optional(),
  supersede: z.boolean().default(false),
  dryRun: z.boolean().default(false),
});

/** Throws `InputError` naming every key that is wrong. */
export const parseRunEvent = (event: unknown): RunRequest => {
  const parsed = runEvent.safeParse(event);
  if (!parsed.success) throw new InputError(`invalid event, nothing was done:\n${z.prettifyError(parsed.error)}`);
  const { function: _receiver, id, scheduledTime, why, only, onBehalfOf, dueSince, retry, ...rest } = parsed.data;
  return {
    ...rest,
    ...(id === undefined ? {} : { id }),
    ...(scheduledTime === undefined ? {} : { scheduledTime: new Date(scheduledTime).toISOString() }),
    ...(why === undefined ? {} : { why }),
    ...(only === undefined ? {} : { only: [...new Set(only)] }),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(dueSince === undefined ? {} : { dueSince }),
    ...(retry === undefined ? {} : { retry }),
  };
};
