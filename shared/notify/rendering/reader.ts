// For whom a message is made: what a renderer cannot know from the notification itself.
import type { Action } from '#core/action.ts';

export type Reader = {
  /** Of the environment, for clients that cannot show times in their reader's own. */
  readonly timeZone: string;
  /** It belongs to, if that is certain. */
  readonly environment?: string;
  /** A CloudWatch dashboard by name. */
  readonly dashboard?: string;
  /** URL of what to do about it. */
  readonly runbook?: string;
  /** The log group of what it is about. */
  readonly logs?: string;
  /** What people call accounts, by their twelve digits. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** What the schedule does next, ISO 8601. `begins`: of a start that is to be ready at that time. */
  readonly next?: {
    readonly action: Action;
    readonly at: string;
    readonly spread?: string;
    readonly begins?: string;
  };
};
