// One function in a process of its own, as Lambda holds it: the built bundle, and clients that ask the parent, in whose simulated
// AWS everything happens. Every answer contains its peak of resident memory.
import { readFileSync } from 'node:fs';

/** The durable SDK waits so long before each suspension. Here nothing can come in the meantime, and a night has hundreds of them. */
const cooldownMs = 20;
const { setTimeout: realTimeout } = globalThis;
globalThis.setTimeout = Object.assign(
  (done: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
    realTimeout(done, ms === cooldownMs ? 0 : ms, ...given),
  realTimeout,
) as typeof setTimeout;

type Begin = { readonly begin: FunctionToRun };
type Invoke = { readonly invoke: unknown };
type Answer = {
  readonly answers: number;
  readonly value?: unknown;
  readonly error?: Readonly<Record<string, unknown>>;
};

type FunctionToRun = {
  readonly name: 'start' | 'stop' | 'reconcile' | 'alarm-notify' | 'cleanup';
  readonly bundle: string;
  readonly definition: unknown;
};
/** Every message contains the time: there is no other clock here. */
export type ToChild = { readonly nowMs: number } & (Begin | Invoke | Answer);
export type Asked = {
  readonly id: number;
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
};
export type Ended = { readonly value?: unknown; readonly error?: string; readonly megabytes: number };

type Invocable = (event: unknown, context: unknown) => Promise<unknown>;
/** What the handlers export to be run over other parts. */
type Bundle = Readonly<Record<string, (...parts: readonly unknown[]) => Invocable>>;

const open = new Map<number, PromiseWithResolvers<unknown>>();
let lastId = 0;
let nowMs = 0;
let ids = 0;

const ask = (service: string, operation: string, input: unknown): Promise<unknown> => {
  const id = ++lastId;
  const answer = Promise.withResolvers<unknown>();
  open.set(id, answer);
  process.send?.({ id, service, operation, input } satisfies Asked);
  return answer.promise;
};

const answered = ({ answers, value, error }: Answer): void => {
  const waiting = open.get(answers);
  open.delete(answers);
  if (error) waiting?.reject(Object.assign(new Error(String(error.message)), error));
  else waiting?.resolve(value);
};

type Command = { readonly schema: readonly [number, string, string]; readonly input: unknown };

const clientOf = (service: string) => ({
  config: { serviceId: service },
  middlewareStack: { identify: () => [], addRelativeTo: () => {} },
  send: ({ schema, input }: Command) => ask(service, schema[2], input),
});

/** By their names; those that only some environments need are requested by name. */
const clients = new Proxy({}, { get: (_, name) => (name === 'clientOf' ? clientOf : clientOf(String(name))) });

/** The service of durable functions, which keeps what this process is to forget between two invocations. */
const durableClient = {
  getExecutionState: (input: unknown) => ask('durable', 'getExecutionState', input),
  checkpoint: (input: unknown) => ask('durable', 'checkpoint', input),
};

/** The definition comes with the task, not from the table. */
const pin = { version: 1, hash: 'bench' };

const partsOver = (definition: unknown) => ({
  clients,
  configuration: { tableName: 'curfew-state', operatorTopicArn: 'arn:aws:sns:simulated:000000000000:curfew-operators' },
  definitions: { pin: async () => pin, read: async () => definition },
  runtime: { now: () => new Date(nowMs), random: () => 0.5, newId: () => `bench${++ids}` },
});

const slack = async (): Promise<Response> => {
  await ask('slack', 'post', {});
  return new Response('ok');
};

const notifyParts = (definition: unknown) => ({
  ...partsOver(definition),
  configuration: {
    environment: 'staging',
    tableName: 'curfew-state',
    topicArnPrefix: () => 'arn:aws:sns:us-east-1:111122223333:',
    queues: () => ({ queueUrl: 'https://queue.example', deadLetterQueueUrl: 'https://dead.example' }),
  },
  pause: (ms: number) => ask('clock', 'pause', { ms }),
  slack: { fetch: slack, timeoutMs: 0 },
  log: { info: () => {}, warn: () => {} },
});

const invocableOf = (bundle: Bundle, { name, definition }: FunctionToRun): Invocable | undefined => {
  switch (name) {
    case 'start':
    case 'stop':
      return bundle.handlerOver?.(partsOver(definition), { client: durableClient });
    case 'reconcile':
      return bundle.reconcileOver?.(
        partsOver(definition),
        {
          runs: { start: 'curfew-start:live', stop: 'curfew-stop:live' },
          role: 'arn:aws:iam::000000000000:role/curfew-scheduler',
          deadLetters: 'arn:aws:sqs:simulated:000000000000:curfew-dead-letters',
        },
        () => ['staging'],
      );
    case 'alarm-notify':
      return bundle.handlerOver?.(notifyParts(definition));
    case 'cleanup':
      // Its AWS clients are real ones, and the parent is their endpoint.
      return bundle.cleanupOver?.({ current: async () => ({ definition, pin }) }, () => ({
        kind: 'token',
        token: () => ask('kafka', 'token', {}),
        ca: process.env.KAFKA_AUTHORITY,
      }));
  }
};

/** Of the process since it was started; what Node reports may be that of the process which started it. */
const peakMegabytes = (): number =>
  (Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1_024) / 1e6;

const end = (ended: Omit<Ended, 'megabytes'>): void => void process.send?.({ ...ended, megabytes: peakMegabytes() });

let invocable: Invocable | undefined;

const begin = async (options: FunctionToRun): Promise<void> => {
  invocable = invocableOf((await import(options.bundle)) as Bundle, options);
  if (!invocable) throw new Error(`the bundle of ${options.name} does not export what it is run by`);
};

const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 600_000 };

const carryOut = (work: Promise<unknown> | undefined): void =>
  void work?.then(
    (value) => end({ value }),
    (error: unknown) => end({ error: error instanceof Error ? String(error.stack) : String(error) }),
  );

process.on('message', (message: ToChild) => {
  nowMs = message.nowMs;
  if ('answers' in message) answered(message);
  else carryOut('begin' in message ? begin(message.begin) : invocable?.(message.invoke, context));
});

end({});
