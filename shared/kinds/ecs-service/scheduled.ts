// Scheduled actions of Application Auto Scaling that fell into a downtime: AWS does not make up for them, so a start does
// (facts/field.md, ECS).
import {
  type ApplicationAutoScalingClient,
  DescribeScheduledActionsCommand,
  type ScheduledAction as SdkAction,
} from '@aws-sdk/client-application-auto-scaling';
import { calling } from '#core/aws/errors.ts';
import { allPages } from '#core/aws/paging.ts';
import { firings } from '#core/aws-schedule.ts';
import { OperationError } from '#core/errors.ts';
import { wokenAt } from '#core/run.ts';
import type { Sends } from '../adapter.ts';
import type { ServiceMemory } from '../memory.ts';
import type { EcsObservation, Scaling, Scheduled } from './definition.ts';

/** All of the region, fifty at a time: by resource it would be a call for each. Without the right to read them there are none. */
const readScheduledActions = async (client: Sends<ApplicationAutoScalingClient>): Promise<SdkAction[]> => {
  try {
    return await calling('describe scheduled actions', () =>
      allPages(
        (NextToken) =>
          client.send(
            new DescribeScheduledActionsCommand({ ServiceNamespace: 'ecs', ...(NextToken ? { NextToken } : {}) }),
          ),
        (page) => page?.ScheduledActions,
        (page) => page?.NextToken,
      ),
    );
  } catch (error) {
    if (error instanceof OperationError && !error.retryable) return [];
    throw error;
  }
};

/** Owners plan ahead: a list that is a minute old is as good as a new one, and a start that gives back hundreds of services looks often. */
const listedMs = 60_000;

/** The same, read once a minute at most. What failed is asked for again. */
export const scheduledActionsOf = (
  client: Sends<ApplicationAutoScalingClient>,
  now: () => Date,
): (() => Promise<readonly SdkAction[]>) => {
  let known: { readonly atMs: number; readonly actions: readonly SdkAction[] } | undefined;
  return async () => {
    const nowMs = now().getTime();
    if (known && nowMs - known.atMs < listedMs) return known.actions;
    const actions = await readScheduledActions(client);
    known = { atMs: nowMs, actions };
    return actions;
  };
};

const scheduledOf = (action: SdkAction): Scheduled => ({
  name: action.ScheduledActionName ?? '',
  schedule: action.Schedule ?? '',
  timeZone: action.Timezone ?? 'UTC',
  ...(action.ScalableTargetAction?.MinCapacity === undefined ? {} : { min: action.ScalableTargetAction.MinCapacity }),
  ...(action.ScalableTargetAction?.MaxCapacity === undefined ? {} : { max: action.ScalableTargetAction.MaxCapacity }),
  ...(action.StartTime ? { fromMs: new Date(action.StartTime).getTime() } : {}),
  ...(action.EndTime ? { untilMs: new Date(action.EndTime).getTime() } : {}),
});

export const scheduledFacts = (
  resourceId: string,
  actions: readonly SdkAction[],
  readAt: number,
): Pick<EcsObservation, 'scheduled' | 'readAt'> => {
  const own = actions.filter(({ ResourceId }) => ResourceId === resourceId).map(scheduledOf);
  return own.length > 0 ? { scheduled: own, readAt } : {};
};

/** Since when our suspension holds what is scheduled. */
export const heldSince = ({ heldSince: since, run }: ServiceMemory): number | undefined => since ?? wokenAt(run);

type Missed = { readonly name: string; readonly at: number; readonly action: Scheduled };

/** The newest that fired while our suspension held it; those before it have no say any more. */
const newestMissed = (seen: EcsObservation, sinceMs: number): Missed | undefined =>
  (seen.scheduled ?? [])
    .flatMap((action): Missed[] => {
      const afterMs = Math.max(sinceMs, action.fromMs ?? 0);
      const untilMs = Math.min(seen.readAt ?? 0, action.untilMs ?? Number.POSITIVE_INFINITY);
      const at = firings(action.schedule, action.timeZone, { afterMs, untilMs })?.at(-1);
      return at === undefined ? [] : [{ name: action.name, at, action }];
    })
    .toSorted((a, b) => a.at - b.at)
    .at(-1);

export const sameBounds = (a: Scaling, b: Scaling): boolean => a.min === b.min && a.max === b.max;

export type MadeUpFor = { readonly bounds: { readonly min: number; readonly max: number }; readonly name: string };

/** The bounds that the owner's own schedule would have set by now. What somebody set during the downtime stays. */
export const madeUpFor = (seen: EcsObservation, memory: ServiceMemory): MadeUpFor | undefined => {
  const { scaling: now } = seen;
  const { scaling: before } = memory;
  const since = heldSince(memory);
  if (!now || !before || since === undefined) return undefined;
  if (!now.suspended.scheduledScaling || before.suspended.scheduledScaling || !sameBounds(now, before))
    return undefined;
  const missed = newestMissed(seen, since);
  if (missed === undefined) return undefined;
  const bounds = { min: missed.action.min ?? now.min, max: missed.action.max ?? now.max };
  return bounds.min === now.min && bounds.max === now.max ? undefined : { bounds, name: missed.name };
};
