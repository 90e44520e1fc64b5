// One function in a process of its own: the built bundle, and clients that ask the parent, in whose simulated AWS everything
// happens. At the end it tells its peak of resident memory.
import { runOnJournal } from '#test/support/journal-engine.ts';

type Task = { readonly bundle: string; readonly definition: unknown; readonly event: unknown; readonly nowMs: number };
type Answer = { readonly id: number; readonly value?: unknown; readonly error?: Readonly<Record<string, unknown>> };

const open = new Map<number, PromiseWithResolvers<unknown>>();
let lastId = 0;
let nowMs = 0;

const ask = (request: Readonly<Record<string, unknown>>): Promise<unknown> => {
  const id = ++lastId;
  const answer = Promise.withResolvers<unknown>();
  open.set(id, answer);
  process.send?.({ id, ...request });
  return answer.promise;
};

const answered = ({ id, value, error }: Answer): void => {
  const waiting = open.get(id);
  open.delete(id);
  if (error) waiting?.reject(Object.assign(new Error(String(error.message)), error));
  else waiting?.resolve(value);
};

type Command = { readonly constructor: { readonly name: string }; readonly schema: unknown; readonly input: unknown };

const clientOf = (service: string) => ({
  config: { serviceId: service },
  middlewareStack: { identify: () => [], addRelativeTo: () => {} },
  send: ({ schema, input }: Command) => {
    const [, , operation] = schema as readonly [number, string, string];
    return ask({ service, operation, input });
  },
});

const clients = new Proxy({}, { get: (_, service) => clientOf(String(service)) });

const run = async ({ bundle, definition, event, nowMs: begin }: Task): Promise<void> => {
  nowMs = begin;
  const { handlerOver } = await import(bundle);
  const parts = {
    clients,
    configuration: { tableName: 'curfew-state', operatorTopicArn: 'arn:aws:sns:simulated:curfew-operators' },
    definition: () => definition,
    runtime: { now: () => new Date(nowMs), random: () => 0.5, newId: () => 'bench' },
  };
  const advanceTo = (ms: number): void => {
    nowMs = ms;
    void ask({ advanceTo: ms });
  };
  const ended = await runOnJournal((client) => handlerOver(parts, { client }), event, {
    nowMs: () => nowMs,
    advanceTo,
  });
  process.send?.({ ended: ended.result, megabytes: (process.resourceUsage().maxRSS * 1_024) / 1e6 });
  process.disconnect();
};

process.on('message', (message: Task | Answer) => ('bundle' in message ? void run(message) : answered(message)));
