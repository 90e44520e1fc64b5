// What is not said one by one: notifications that wait for a message which names or counts all of them.

/** One notification that is folded into a digest. `id` is one delivery's: the same id twice is one notification. */
export type Folded = {
  readonly id: string;
  /** What it is about, for people: an alarm's name, its contributor. */
  readonly what: string;
  /** What became of it: `ALARM`, `OK`. */
  readonly state: string;
  /** When AWS said it, ISO 8601. */
  readonly at: string;
};
