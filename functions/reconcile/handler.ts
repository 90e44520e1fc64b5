// Lambda `reconcile`: invoked by a rate(15 minutes) schedule per environment, and by events of RDS.

import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { askFunction, invokeFunction } from '#core/aws/invoke.ts';
import { invocableNameOf } from '#core/deployed.ts';
import { OperationError } from '#core/errors.ts';
import { operatorTopic } from '#core/operator-topic.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import type { Log } from '#core/workflow.ts';
import { costExplorerOf } from '#costs/cost-explorer.ts';
import { keptSpent } from '#costs/kept-spent.ts';
import { environmentVariable, scheduleTargets } from '#definition/runtime-configuration.ts';
import { currentDefinition } from '#definition/versions/in-use.ts';
import { sizesOf } from '#kinds/sizes.ts';
import { healSchedules } from '#run/schedules/heal-schedules.ts';
import { type CalendarRead, refreshCalendars } from '#run/schedules/refresh-calendars.ts';
import type { ScheduleTargets } from '#run/schedules/schedule.ts';
import { eventBridgeScheduler } from '#run/schedules/scheduler.ts';
import { pricesOf } from '#savings/packed-prices.ts';
import { compose, type Parts } from '../compose.ts';
import { production } from '../production.ts';
import { reconcileEvent, refusingWrongEvents } from './flow.ts';

const log = plainLogger();

type Told = { readonly kind: string; readonly read?: readonly CalendarRead[]; readonly text?: string };

/** Throws what `control` refused. */
const calendarsIn = (answer: unknown): readonly CalendarRead[] => {
  const { kind, read, text = `control answered ${kind}` } = answer as Told;
  if (kind === 'calendars' && read) return read;
  throw new OperationError('INVALID', text);
};

export const reconcileOver = (
  parts: Parts,
  targets: ScheduleTargets,
  environments: () => readonly string[],
  log: Log = plainLogger(),
) => {
  const { definitions, ...deps } = compose(parts);
  const { clients, configuration } = parts;
  const invoke = invokeFunction(clients.lambda);
  const ask = askFunction(clients.lambda);
  return reconcileEvent({
    ...deps,
    current: currentDefinition(definitions),
    environments,
    say: deps.publish,
    sizes: sizesOf(clients),
    prices: pricesOf,
    kept: keptSpent(clients.dynamodb, configuration.tableName),
    // Made at the first question: most environments ask none.
    ask: (query) => costExplorerOf((service, client) => clients.clientOf(service, client))(query),
    sayCosts: operatorTopic(clients.sns, configuration.operatorTopicArn),
    saySavings: operatorTopic(clients.sns, configuration.operatorTopicArn),
    log,
    heal: healSchedules({
      ...deps,
      targets,
      scheduler: eventBridgeScheduler(clients.clientOf('scheduler', SchedulerClient)),
      say: deps.publish,
    }),
    refreshCalendars: refreshCalendars({
      ...deps,
      read: async (environment) => {
        const request = { environment, verb: 'refresh-calendars', by: 'reconcile' };
        return calendarsIn(await ask(invocableNameOf(environment, 'control'), request));
      },
      say: deps.publish,
      log,
    }),
    // By it whoever finds the event in the dead-letter queue knows whose it is.
    invoke: (action, event) => invoke(targets.runs[action], { function: action, ...event }),
  });
};

export const handler = async (event: unknown) => {
  const parts = production('reconcile');
  const own = () => [environmentVariable(process.env)];
  const results = await refusingWrongEvents(reconcileOver(parts, scheduleTargets(process.env), own))(event);
  if ('refused' in results) {
    log.warn('refused', results);
    return results;
  }
  // At every look, also what is said to people only once: an alarm of the deployment reads `saying.notice`.
  for (const result of results) log.info('looked', result);
  return results;
};
