// The simulated AWS as the adapters meet it: an object with `send(command)` per client. Below it are retries as the SDK
// makes them, faults, rates, crashes and the services' state machines.
import type { Action } from '#core/action.ts';
import { callSeconds } from '#core/aws/call-seconds.ts';
import type { Clock } from '#sim/clock.ts';
import { errorOf, type Fault, type Faults, lostResponse } from '#sim/faults.ts';
import type { Trace, TraceEvent } from '#sim/trace.ts';
import type { Chance } from '../random/chance.ts';
import { copied } from './copy.ts';
import { writesOf } from './dynamodb-transaction.ts';
import { notSimulated, type SimulatedService } from './simulated-service.ts';

/** As traces and scenario files name it: `rds`, `redshift`. */
export type ServiceId = string;

/** One life of a Lambda invocation, until it ends or dies. A dead one never gets an answer again. */
export type Invocation = {
  readonly function: string;
  readonly action: Action;
  readonly scheduledTime?: string;
  readonly only?: readonly string[];
  readonly environment?: string;
  readonly id?: string;
  run?: string;
  dead: boolean;
  /** Mutating calls until it dies, where a crash is planned. */
  callsLeft?: number;
  /** Then nobody resumes it, and its lease stays behind. */
  forGood?: boolean;
  readonly onDeath: () => void;
};

type SimulatedClient = {
  readonly config: Record<string, unknown>;
  readonly middlewareStack: { readonly identify: () => string[]; readonly addRelativeTo: () => void };
  send(command: unknown): Promise<never>;
};

export type Cloud = {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly trace: Trace;
  readonly services: Readonly<Record<ServiceId, SimulatedService>>;
};

type Command = { readonly schema: readonly [number, string, string]; readonly input: unknown };

/** No client of the SDK sends it, so no retry of the SDK is below its caller either. */
const isWeb = ({ schema }: Command): boolean => schema[1] === 'web';

/** What a fault is on the web: an answer with a status, or none. */
const webFault = (error: unknown): unknown => {
  if (!(error instanceof Error) || !('$metadata' in error)) throw error;
  if (transient.has(error.name)) throw Object.assign(new Error(error.message), { name: 'TimeoutError' });
  const name = nameOf(error);
  const status = webStatusOf(name) ?? (error.$metadata as { httpStatusCode?: number }).httpStatusCode ?? 400;
  const headers = status === 429 ? { 'retry-after': '2' } : {};
  return { status, headers, body: JSON.stringify({ errorCode: name, detail: error.message }) };
};

const webStatusOf = (name: string): number | undefined => {
  if (throttling.has(name)) return 429;
  if (name.startsWith('Unauthorized')) return 401;
  if (name.startsWith('Conflict')) return 409;
  return name.startsWith('Forbidden') ? 403 : undefined;
};

const reading = /^(Describe|List|Get|Query|BatchGet)/;

type Operation = { readonly name: string; readonly mutating: boolean };

/** One string per operation: a trace names few of them thousands of times, and the judges compare them. */
const operations = new Map<string, Map<string, Operation>>();

const operationOf = (id: ServiceId, command: string): Operation => {
  const ofService = operations.get(id) ?? new Map<string, Operation>();
  operations.set(id, ofService);
  const known = ofService.get(command) ?? { name: `${id}:${command}`, mutating: !reading.test(command) };
  ofService.set(command, known);
  return known;
};

/** The names the SDK retries as throttling, by its own list (facts/aws-semantics.md 8.2). */
const throttling: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);
const transient: ReadonlySet<string> = new Set(['RequestTimeout', 'RequestTimeoutException', 'TimeoutError']);

const isRetried = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const status = '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : undefined;
  return throttling.has(error.name) || transient.has(error.name) || (status !== undefined && status >= 500);
};

const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return 'Code' in error && typeof error.Code === 'string' ? error.Code : error.name;
};

/** A promise of its own each time: one that all share would keep everything alive that ever waited for it. */
const never = (): Promise<never> => new Promise(() => {});

type Call = Extract<TraceEvent, { type: 'call' }>;

/** What the SDK throws when no answer came in time, and what it retries then. */
const timedOut = (): Error =>
  Object.assign(new Error(`no answer within ${callSeconds.answer} s`), { name: 'TimeoutError', $metadata: {} });

/**
 * Half of the time passes before the call is carried out, half before its answer is there; a caller that has hung up by then does
 * not learn of it, and what had not begun by then does not happen.
 */
const inItsTime = async (
  { clock, trace }: Pick<Cloud, 'clock' | 'trace'>,
  latencySeconds: number,
  invocation: Invocation,
  line: Call,
  carryOut: (isHeard: boolean) => unknown,
): Promise<unknown> => {
  const begunMs = clock.nowMs();
  const endsMs = begunMs + Math.min(latencySeconds, callSeconds.answer) * 1_000;
  const isHeard = latencySeconds < callSeconds.answer;
  const middleMs = begunMs + latencySeconds * 500;
  if (middleMs >= endsMs) {
    await clock.sleepUntil(endsMs);
    note(trace, { ...line, error: timedOut().name });
    throw timedOut();
  }
  await clock.sleepUntil(middleMs);
  if (invocation.dead) return never();
  let outcome: { readonly answer: unknown } | { readonly error: unknown };
  try {
    outcome = { answer: await carryOut(isHeard) };
  } catch (error) {
    outcome = { error };
  }
  await clock.sleepUntil(endsMs);
  if (!isHeard) throw timedOut();
  if ('error' in outcome) throw outcome.error;
  return outcome.answer;
};

type ItemInput = {
  readonly Key?: { readonly sk?: { readonly S?: string } };
  readonly Item?: { readonly sk?: { readonly S?: string } };
};

/** The sort key of the item that a call to the state table is about; nothing of a query, which is about many. */
const itemIn = (input: unknown): string | undefined => {
  const { Key, Item, TransactItems } = input as ItemInput & { readonly TransactItems?: readonly { Put?: ItemInput }[] };
  return (Key ?? Item ?? TransactItems?.[0]?.Put?.Item)?.sk?.S;
};

/** What strikes one of the writes of a transaction strikes all of it. */
const struck = (
  id: ServiceId,
  { operation, input }: Call,
  resource: string | undefined,
  faults: Faults,
  nowMs: number,
): Fault | undefined => {
  if (id !== 'dynamodb') return faults.strike({ operation, resource }, nowMs);
  for (const write of singlesOf(operation, input)) {
    const fault = faults.strike({ operation: write.operation, item: itemIn(write.input) }, nowMs);
    if (fault) return fault;
  }
  return undefined;
};

const transactions = 'dynamodb:TransactWriteItems';

/** A transaction as the writes that it is made of; every other call as itself. */
const singlesOf = (operation: string, input: unknown): Pick<Call, 'operation' | 'input'>[] =>
  operation === transactions
    ? writesOf(input).map((one) => ({ operation: `dynamodb:${one.name}`, input: one.input }))
    : [{ operation, input }];

/** A line for each write of a transaction, as whoever reads a trace asks what became of one item. */
const note = (trace: Trace, line: Call): void => {
  if (line.operation !== transactions) trace.add(line);
  else
    for (const [index, write] of singlesOf(line.operation, line.input).entries())
      trace.add({ ...line, ...write, ...(index > 0 ? { together: true } : {}) });
};

/** In this order the fields stand in a trace. */
const lineOf = (
  { run, function: caller }: Invocation,
  operation: string,
  mutating: boolean,
  resource: string | undefined,
  input: unknown,
): Call => {
  if (!run)
    return resource
      ? { type: 'call', resource, function: caller, operation, mutating, input }
      : { type: 'call', function: caller, operation, mutating, input };
  return resource
    ? { type: 'call', run, resource, function: caller, operation, mutating, input }
    : { type: 'call', run, function: caller, operation, mutating, input };
};

const attempt = (cloud: Cloud, id: ServiceId, operation: string, input: unknown, invocation: Invocation): unknown => {
  const { clock, faults, services } = cloud;
  const service = services[id] ?? notSimulated(id, operation);
  const resource = service.resourceOf?.(operation, input as never);
  const { name, mutating } = operationOf(id, operation);
  const line = lineOf(invocation, name, mutating, resource, copied(input));
  const fault = struck(id, line, resource, faults, clock.nowMs());
  const carryOut = (isHeard: boolean) => answering(cloud, service, operation, line, fault, invocation, isHeard);
  return fault?.latencySeconds === undefined
    ? carryOut(true)
    : inItsTime(cloud, fault.latencySeconds, invocation, line, carryOut);
};

const answering = (
  { trace }: Cloud,
  service: SimulatedService,
  operation: string,
  line: Call,
  fault: Fault | undefined,
  invocation: Invocation,
  isHeard: boolean,
): unknown => {
  const { mutating } = line;
  let isCarriedOut = false;
  try {
    if (fault && !fault.lostResponse && (fault.error !== undefined || fault.latencySeconds === undefined))
      throw errorOf(fault.error ?? 'InternalFailure', `injected into ${line.operation} by the scenario`);
    if (!(service.admits?.(operation) ?? true)) throw errorOf('ThrottlingException', 'Rate exceeded');
    // No service keeps or changes its input, so that the trace's copy may serve.
    const answer = service.handle(operation, line.input as never);
    isCarriedOut = true;
    if (fault?.lostResponse) throw lostResponse();
    note(trace, isHeard ? line : { ...line, error: timedOut().name, carriedOut: true });
    return answer;
  } catch (error) {
    note(trace, { ...line, error: nameOf(error), ...(isCarriedOut ? { carriedOut: true } : {}) });
    throw error;
  } finally {
    if (mutating) countDown(invocation);
  }
};

/** A planned crash: the invocation dies with the call that was its last; the call itself was carried out. */
const countDown = (invocation: Invocation): void => {
  if (invocation.callsLeft === undefined || --invocation.callsLeft > 0) return;
  invocation.dead = true;
  invocation.onDeath();
};

const attemptsMax = 3;

/** A client of one service, used by one invocation. Retries as the SDK's standard mode does, in virtual time. */
export const simulatedClient = (cloud: Cloud, id: ServiceId, invocation: Invocation): SimulatedClient => ({
  config: { serviceId: id },
  middlewareStack: { identify: () => [], addRelativeTo: () => {} },
  async send(command: unknown) {
    const { schema, input } = command as Command;
    const operation = schema[2];
    for (let tried = 1; ; tried++) {
      if (invocation.dead) return never();
      try {
        // No tick of the event loop more for what answers at once: a night makes thousands of calls.
        const attempted = attempt(cloud, id, operation, input, invocation);
        const answer = (attempted instanceof Promise ? await attempted : attempted) as never;
        return invocation.dead ? never() : answer;
      } catch (error) {
        if (invocation.dead) return never();
        if (isWeb(command as Command)) return webFault(error) as never;
        if (tried >= attemptsMax || !isRetried(error)) throw error;
        const base = throttling.has(nameOf(error)) ? 1_000 : 50;
        const delayMs = cloud.chance.number(`retry of ${operation}`) * Math.min(20_000, base * 2 ** (tried - 1));
        await cloud.clock.sleepUntil(cloud.clock.nowMs() + Math.ceil(delayMs));
      }
    }
  },
});
