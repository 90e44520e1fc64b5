// Lambda `reconcile`: invoked by a rate(15 minutes) schedule per environment, and by events of RDS.

import { invokeFunction } from '#core/aws/invoke.ts';
import { operatorTopic } from '#core/operator-topic.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import type { Log } from '#core/workflow.ts';
import { packedDefinitions } from '#definition/packed.ts';
import { sizesOf } from '#kinds/sizes.ts';
import { pricesOf } from '#savings/packed-prices.ts';
import { compose, type Parts } from '../compose.ts';
import { production } from '../production.ts';
import { reconcileEvent, refusingWrongEvents } from './flow.ts';

const log = plainLogger();

/** Qualified ARNs of the functions it may invoke, from the deployment. */
type Targets = { readonly start: string; readonly stop: string };

export const reconcileOver = (
  parts: Parts,
  targets: Targets,
  { definitions = () => [...packedDefinitions().values()], log = plainLogger() as Log } = {},
) => {
  const deps = compose(parts);
  const { clients, configuration } = parts;
  const invoke = invokeFunction(clients.lambda);
  return reconcileEvent({
    ...deps,
    definitions,
    say: deps.publish,
    sizes: sizesOf(clients),
    prices: pricesOf,
    saySavings: operatorTopic(clients.sns, configuration.operatorTopicArn),
    log,
    // By it whoever finds the event in the dead-letter queue knows whose it is.
    invoke: (action, event) => invoke(targets[action], { function: action, ...event }),
  });
};

export const handler = async (event: unknown) => {
  const { configuration } = production();
  const results = await refusingWrongEvents(reconcileOver(production(), configuration.targets()))(event);
  if ('refused' in results) {
    log.warn('refused', results);
    return results;
  }
  // At every look, also what is said to people only once: an alarm of the deployment reads `saying.notice`.
  for (const result of results) log.info('looked', result);
  return results;
};
