// Adds a note to a message that is late.
import { deliveryLimits } from '#core/delivery-limits.ts';
import type { SlackMessage } from '#notify/rendering/message.ts';
import { sentLate, withNote } from '#notify/rendering/note.ts';
import type { Work } from './dependencies.ts';

/** `publishedMs`: when it was published or due. */
export const markIfLate = (
  message: SlackMessage,
  publishedMs: number,
  { nowMs }: Pick<Work, 'nowMs'>,
): SlackMessage => {
  const lateSeconds = (nowMs() - publishedMs) / 1_000;
  return lateSeconds < deliveryLimits.lateSeconds ? message : withNote(message, sentLate(lateSeconds));
};
