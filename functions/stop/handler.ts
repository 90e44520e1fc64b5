// Lambda `stop`: a durable function behind an alias. Invoked by EventBridge Scheduler, by reconcile, or by a person.

import { durableLogger } from '#core/runtime/logging.ts';
import { durableHandler } from '#run/engine/durable.ts';
import { compose, type Parts } from '../compose.ts';
import { operation } from '../operation.ts';
import { production } from '../production.ts';

export const handler = durableHandler((event, workflow) => operation('stop', compose(production()))(event, workflow), {
  logger: durableLogger(),
});

/** The same handler over other clients: how the bundle is run without AWS. */
export const handlerOver = (parts: Parts, options: Parameters<typeof durableHandler>[1] = {}) =>
  durableHandler(operation('stop', compose(parts)), options);
