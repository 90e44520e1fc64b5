export type CostAnomaly = {
  readonly kind: 'cost-anomaly';
  readonly monitor: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly impact: number | undefined;
  readonly impactPercent: number | undefined;
  readonly spent: number | undefined;
  readonly expected: number | undefined;
  readonly causes: readonly string[];
  readonly link: string | undefined;
};
