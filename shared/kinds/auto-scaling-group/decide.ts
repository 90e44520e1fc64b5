import type { KindDecision } from '../decision.ts';
import { groupDecision } from '../machines/machine-group.ts';

/** Suspended while it is down: alarms of scaling policies (target tracking among them), scheduled and predicted actions. */
export const held = ['AlarmNotification', 'ScheduledActions'] as const;

export const groupStatuses = { up: ['ACTIVE'], broken: [], gone: ['Delete in progress'] } as const;

export const autoScalingGroupDecision = groupDecision({
  word: 'instance',
  ...groupStatuses,
  held,
}) as unknown as KindDecision<'auto-scaling-group'>;
