import type { NameAndValue } from '#core/notification.ts';

export type GuardDutyFinding = {
  readonly kind: 'guardduty-finding';
  readonly id: string | undefined;
  readonly type: string;
  /** What it is about: `instance i-0123`. */
  readonly affected: readonly NameAndValue[];
  readonly text: string | undefined;
  readonly score: number | undefined;
  readonly count: number | undefined;
  readonly firstSeen: string | undefined;
  readonly lastSeen: string | undefined;
};
