// Lambda `reconcile`: invoked by a rate(15 minutes) schedule per environment, and by events of RDS.
import { packedDefinitions } from '#config/packed.ts';
import { invokeFunction } from '#runtime/invoke.ts';
import { plainLogger } from '#runtime/logging.ts';
import { compose, type Parts } from '../compose.ts';
import { production } from '../production.ts';
import { reconcileEvent } from './flow.ts';

const log = plainLogger();

/** Qualified ARNs of the functions it may invoke, from the deployment. */
export type Targets = { readonly start: string; readonly stop: string };

export const reconcileOver = (
  parts: Parts,
  targets: Targets,
  definitions = () => [...packedDefinitions().values()],
) => {
  const deps = compose(parts);
  const invoke = invokeFunction(parts.clients.lambda);
  return reconcileEvent({
    ...deps,
    definitions,
    say: deps.publish,
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
