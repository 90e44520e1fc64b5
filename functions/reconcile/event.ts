// What `reconcile` accepts: a tick of its schedule for one environment, or an event of RDS.
import * as z from 'zod';
import { InputError } from '#core/errors.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { awsNameOf, isRestartedByAws, type Resource } from '#kinds/resource.ts';
import { nameText } from '../event-text.ts';

/** "Being started because it exceeded the maximum stop time": of a cluster, of an instance (facts/aws-semantics.md 1.4). */
const sevenDayRestarts = new Set(['RDS-EVENT-0153', 'RDS-EVENT-0154']);

/** `function` says whose it is when it is found in the dead-letter queue. */
const tick = z.strictObject({ function: z.literal('reconcile').optional(), environment: nameText });
const rdsEvent = z.looseObject({
  source: z.literal('aws.rds'),
  detail: z.looseObject({ EventID: nameText, SourceIdentifier: nameText }),
});

/** One environment to look at, and the databases of it that AWS says it is starting by itself. */
type ReconcileRequest = { readonly environment: string; readonly restarted: readonly ResourceName[] };

const isNamed = (resource: Resource, identifier: string): boolean =>
  isRestartedByAws(resource.kind) && awsNameOf(resource) === identifier;

/** An event may be about a database of several environments, or of none that is known. Throws `InputError`. */
export const parseReconcileEvent = (event: unknown, definitions: readonly Definition[]): ReconcileRequest[] => {
  const ticked = tick.safeParse(event);
  if (ticked.success) return [{ environment: ticked.data.environment, restarted: [] }];
  const parsed = rdsEvent.safeParse(event);
  if (!parsed.success)
    throw new InputError(
      `the event is neither a tick nor an RDS event, nothing was done:\n${z.prettifyError(parsed.error)}`,
    );
  const { EventID, SourceIdentifier } = parsed.data.detail;
  return definitions.flatMap(({ environment, resources }) => {
    const names = resources.filter((one) => isNamed(one, SourceIdentifier)).map(({ name }) => name);
    return names.length === 0 ? [] : [{ environment, restarted: sevenDayRestarts.has(EventID) ? names : [] }];
  });
};

/** The environment that a tick names; an event of RDS names none. Throws `InputError` for what is neither. */
export const environmentIn = (event: unknown): string | undefined => parseReconcileEvent(event, [])[0]?.environment;
