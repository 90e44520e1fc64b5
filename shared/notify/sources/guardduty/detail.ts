export type GuardDutyFinding = {
  readonly kind: 'guardduty-finding';
  readonly type: string;
  readonly text: string | undefined;
  readonly score: number | undefined;
  readonly count: number | undefined;
  readonly firstSeen: string | undefined;
  readonly lastSeen: string | undefined;
};
