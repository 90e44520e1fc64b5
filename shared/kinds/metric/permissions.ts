// What the calls of adapter.ts need.
import { type KindPermissions, noResourceType, nothing } from '../permission.ts';

export const metricPermissions: KindPermissions<'metric'> = {
  observe: () => [
    {
      actions: { 'cloudwatch:GetMetricData': 'read the metrics that a stop waits for' },
      on: { everything: noResourceType },
    },
  ],
  start: nothing,
  stop: nothing,
};
