// What is not said one by one: notifications that wait for a message which names or counts all of them.
import type { Severity } from '#core/notification.ts';
import type { SlackRoute, Target } from '#definition/destinations.ts';

/** One notification that is folded into a digest. `id` is one delivery's: the same id twice is one notification. */
export type Folded = {
  readonly id: string;
  /** What it is about, for people: an alarm's name, its contributor. */
  readonly what: string;
  /** What became of it: `ALARM`, `OK`. */
  readonly state: string;
  /** When AWS said it, ISO 8601. */
  readonly at: string;
  /** The rest is missing from what an earlier version kept. What happened: a value and its threshold, the outcome of a job. */
  readonly outcome?: string;
  /** When that began of which it tells, ISO 8601. */
  readonly since?: string;
  readonly severity?: Severity;
  /** Where it would have been posted, and who would have been called. */
  readonly route?: Target | SlackRoute;
  readonly mention?: string;
  /** What it is said together with: "service shop". */
  readonly group?: string;
  /** Of an alarm, what all messages about it have in common. */
  readonly about?: string;
};

const fromWorst: readonly Severity[] = ['critical', 'error', 'warning', 'info'];

/** The worst first. */
export const bySeverity = (a: Severity, b: Severity): number => fromWorst.indexOf(a) - fromWorst.indexOf(b);

/** Of what an earlier version kept only the state tells. */
const severityOf = ({ severity, state }: Folded): Severity => severity ?? (state === 'ALARM' ? 'error' : 'info');

export const worstOf = (folded: readonly Folded[]): Severity => {
  const all = folded.map(severityOf);
  return fromWorst.find((severity) => all.includes(severity)) ?? 'info';
};
