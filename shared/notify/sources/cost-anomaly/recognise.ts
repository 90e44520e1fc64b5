// AWS Cost Anomaly Detection, by SNS or as an event of EventBridge (facts/notifications.md 2.9).
import * as z from 'zod';
import { list, number, text } from '#notify/recognition/fields.ts';
import { notification, type Recogniser } from '#notify/recognition/recognised.ts';
import type { CostAnomaly } from './detail.ts';

const anomaly = z.object({
  accountId: text,
  anomalyId: z.string(),
  anomalyStartDate: text,
  anomalyEndDate: text,
  dimensionalValue: text,
  dimensionValue: text,
  monitorName: text,
  impact: z.object({
    maxImpact: number,
    totalImpact: number,
    totalActualSpend: number,
    totalExpectedSpend: number,
    totalImpactPercentage: number,
  }),
  rootCauses: list(
    z.object({ service: text, region: text, usageType: text, linkedAccount: text, linkedAccountName: text }),
  ),
  anomalyDetailsLink: text,
});

const event = z.object({ source: z.literal('aws.ce'), account: text, detail: anomaly });

export const recogniseCostAnomaly: Recogniser<CostAnomaly> = (raw) => {
  const wrapped = event.safeParse(raw.json).data;
  const found = wrapped?.detail ?? anomaly.safeParse(raw.json).data;
  if (!found) return undefined;
  const { impact, rootCauses, anomalyDetailsLink } = found;
  const name = found.dimensionalValue ?? found.dimensionValue ?? found.monitorName ?? 'cost';
  return notification(raw, {
    source: 'cost-anomaly',
    severity: 'warning',
    name,
    account: found.accountId ?? wrapped?.account,
    key: [found.anomalyId],
    detail: {
      kind: 'cost-anomaly',
      monitor: found.monitorName,
      from: found.anomalyStartDate,
      to: found.anomalyEndDate,
      impact: impact.totalImpact ?? impact.maxImpact,
      impactPercent: impact.totalImpactPercentage,
      spent: impact.totalActualSpend,
      expected: impact.totalExpectedSpend,
      causes: rootCauses.map(({ service, region, usageType, linkedAccountName, linkedAccount }) =>
        [service, usageType, region, linkedAccountName ?? linkedAccount].filter(Boolean).join(', '),
      ),
      link: anomalyDetailsLink,
    },
  });
};
