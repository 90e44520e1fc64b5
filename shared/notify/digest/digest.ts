// Notifications that wait for a digest, which names or counts all of them.
import type { Severity } from '#core/notification.ts';
import type { SlackRoute, Target } from '#definition/destinations.ts';

/** One notification that is folded into a digest. `id` is that of the delivery; entries with the same id are one notification. */
export type Folded = {
  readonly id: string;
  /** The name for people: that of an alarm and its contributor, for example. */
  readonly what: string;
  /** The state: `ALARM`, `OK`. */
  readonly state: string;
  /** When AWS published it, ISO 8601. */
  readonly at: string;
  /** What happened: a value and its threshold, the outcome of a job. Older entries lack this and what follows. */
  readonly outcome?: string;
  /** When the reported state began, ISO 8601. */
  readonly since?: string;
  readonly severity?: Severity;
  /** The target and the mention that the notification had. */
  readonly route?: Target | SlackRoute;
  readonly mention?: string;
  /** The group of the digest: "service shop". */
  readonly group?: string;
  /** For an alarm: the `about` that all messages on it share. */
  readonly about?: string;
};

const fromWorst: readonly Severity[] = ['critical', 'error', 'warning', 'info'];

/** The worst first. */
export const bySeverity = (a: Severity, b: Severity): number => fromWorst.indexOf(a) - fromWorst.indexOf(b);

/** Entries of an earlier version have no severity; the state decides. */
const severityOf = ({ severity, state }: Folded): Severity => severity ?? (state === 'ALARM' ? 'error' : 'info');

export const worstOf = (folded: readonly Folded[]): Severity => {
  const all = folded.map(severityOf);
  return fromWorst.find((severity) => all.includes(severity)) ?? 'info';
};
