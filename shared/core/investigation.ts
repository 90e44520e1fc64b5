// What became of an investigation that Curfew had started: said once, to the operator topic.

export type Investigation = {
  readonly kind: 'curfew-investigation';
  readonly version: 1;
  readonly environment: string;
  readonly at: string;
  /** The alarm that it is about. */
  readonly alarm: string;
  /** When the alarm began, ISO 8601. */
  readonly since: string;
  readonly outcome: 'completed' | 'failed' | 'timed-out' | 'cancelled';
  readonly agentSpace: string;
  readonly task: string;
  /** What the agent found; absent where it wrote none, or where it could not be read. */
  readonly summary?: string;
  /** Where the whole of it is. */
  readonly url: string;
};
