// What `cleanup` accepts: only ever a person's request. Unknown keys are refused before anything is touched.
import * as z from 'zod';
import type { CleanupCommand } from '#cleanup/command.ts';
import type { CleanupRequest } from '#core/cleanup.ts';
import { InputError } from '#core/errors.ts';
import { isRisk, notARisk } from '#definition/cleanup-risks.ts';
import { byText, nameText } from '../event-text.ts';

/** More than anybody lists by hand; a plan has a limit of topics too. */
const prefixesMax = 1_000;

const common = { environment: nameText, requestedBy: byText.default('unknown person') };
const request = {
  prefixes: z.array(nameText).min(1).max(prefixesMax).optional(),
  strategy: z.enum(['truncate', 'recreate']).optional(),
  accept: z.array(z.string().refine(isRisk, notARisk)).optional(),
  applyDefinitions: z.boolean().optional(),
};
const run = { run: nameText.optional(), planHash: nameText.optional() };

const cleanupEvent = z.discriminatedUnion('mode', [
  z.strictObject({ ...common, mode: z.literal('plan'), ...request }),
  z.strictObject({
    ...common,
    mode: z.literal('execute'),
    planHash: nameText,
    clusterId: nameText.optional(),
    ...request,
  }),
  z.strictObject({ ...common, mode: z.literal('verify'), ...run }),
  z.strictObject({ ...common, mode: z.literal('resume'), ...run, ...request }),
]);

type CleanupEvent = { readonly environment: string; readonly command: CleanupCommand };

type Requested = { readonly [K in keyof CleanupRequest]?: CleanupRequest[K] | undefined };

/** What was not said is not there, rather than there and undefined. */
const withoutUndefined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T as undefined extends T[K] ? never : K]: T[K];
  } & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

const requestIn = ({ prefixes, strategy, accept, applyDefinitions }: Requested): CleanupRequest =>
  withoutUndefined({ prefixes, strategy, accept, applyDefinitions });

/** Undefined: the request of the plan counts. */
const requestAgain = (requested: Requested): CleanupRequest | undefined => {
  const request = requestIn(requested);
  return Object.keys(request).length > 0 ? request : undefined;
};

const commandIn = (event: z.output<typeof cleanupEvent>): CleanupCommand => {
  const { requestedBy } = event;
  switch (event.mode) {
    case 'plan':
      return { mode: 'plan', requestedBy, request: requestIn(event) };
    case 'execute': {
      const { planHash, clusterId } = event;
      return {
        mode: 'execute',
        requestedBy,
        planHash,
        ...withoutUndefined({ clusterId, request: requestAgain(event) }),
      };
    }
    case 'resume': {
      const { run: id, planHash } = event;
      return { mode: 'resume', requestedBy, ...withoutUndefined({ run: id, planHash, request: requestAgain(event) }) };
    }
    case 'verify':
      return { mode: 'verify', requestedBy, ...withoutUndefined({ run: event.run, planHash: event.planHash }) };
  }
};

/** `plan` unless another mode is given. Throws `InputError` naming every key that is wrong. */
export const parseCleanupEvent = (event: unknown): CleanupEvent => {
  const withMode = typeof event === 'object' && event !== null ? { mode: 'plan', ...event } : event;
  const parsed = cleanupEvent.safeParse(withMode);
  if (!parsed.success) throw new InputError(`invalid event, nothing was done:\n${z.prettifyError(parsed.error)}`);
  return { environment: parsed.data.environment, command: commandIn(parsed.data) };
};
