// The exceptions that a person may accept for a cleanup, as they are written in a file, an event or on the command line.
import type { Risk } from '#core/cleanup-rules.ts';

export const riskPattern = /^(?:compacted|tiered|auto-creation|kept-forever(?::[\w.-]{1,249})?)$/;
export const notARisk = 'is not one of `compacted`, `tiered`, `auto-creation`, `kept-forever` and `kept-forever:TOPIC`';

export const isRisk = (text: string): text is Risk => riskPattern.test(text);

/** `isNamed`: a rule names the topic in full, so that `kept-forever` alone can only mean this one. */
export const isKeptForeverAccepted = (accept: readonly Risk[], topic: string, isNamed: boolean): boolean =>
  accept.includes(`kept-forever:${topic}`) || (isNamed && accept.includes('kept-forever'));
