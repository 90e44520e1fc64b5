// An event and what its message has to say.
import type { Severity } from '#core/notification.ts';

export const arn = (rest: string): string => `arn:aws:${rest}`;
export const account = 'us-east-1:123456789012';

export type Row = readonly [
  source: string,
  type: string,
  detail: object,
  severity: Severity,
  name: string,
  outcome: string,
];
