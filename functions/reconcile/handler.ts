// Lambda `reconcile`: invoked by a rate(15 minutes) schedule per environment, and by events of RDS.
import { packedDefinitions } from '#config/packed.ts';
import { pricesOf } from '#config/packed-prices.ts';
import type { Log } from '#engine/workflow.ts';
import { operatorTopic } from '#notify/operator-topic.ts';
import { invokeFunction } from '#runtime/invoke.ts';
import { plainLogger } from '#runtime/logging.ts';
import { sizesOf } from '#services/sizes/index.ts';
import { compose, type Parts } from '../compose.ts';
import { production } from '../production.ts';
import { reconcileEvent } from './flow.ts';

const log = plainLogger();

/** Qualified ARNs of the functions it may invoke, from the deployment. */
export type Targets = { readonly start: string; readonly stop: string };

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
    invoke: (action, event) => invoke(targets[action], event),
  });
};

export const handler = async (event: unknown) => {
  const { configuration } = production();
  const results = await reconcileOver(production(), configuration.targets())(event);
  // At every look, also what is said to people only once: an alarm of the deployment reads `saying.notice`.
  for (const result of results) log.info('looked', result);
  return results;
};
