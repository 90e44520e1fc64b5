// What goes wrong on purpose, below the SDK clients.
import { awsError } from './aws/aws-error.ts';

export type Fault = {
  /** `rds:StartDBInstance`, or `*` for every operation. */
  readonly operation: string;
  readonly resource?: string;
  /** The item of the state table that the call is about, by its sort key; `MEMORY#*` is every one that begins so. */
  readonly item?: string;
  /** AWS's code on the wire. */
  readonly error?: string;
  /** How long the call takes; half of that passes before it is carried out. It fails only with an `error` too. */
  readonly latencySeconds?: number;
  /** The call is carried out, its answer is lost. */
  readonly lostResponse?: boolean;
  /** At most this many calls; without it every one. */
  readonly times?: number;
  /** Only every n-th call that matches. */
  readonly every?: number;
  readonly untilMs?: number;
};

type StruckCall = {
  readonly operation: string;
  readonly resource?: string | undefined;
  readonly item?: string | undefined;
};

export type Faults = {
  add(fault: Fault): void;
  /** None is left. */
  clear(): void;
  /** The fault that strikes this call, if any. Counts it. */
  strike(call: StruckCall, nowMs: number): Fault | undefined;
  /** The fault that strikes every such call for now, from any caller. Counts nothing. */
  outage(operation: string, nowMs: number): Fault | undefined;
};

type Armed = { readonly fault: Fault; matched: number; struck: number };

const isItem = (wanted: string, item: string | undefined): boolean =>
  item !== undefined && (wanted.endsWith('*') ? item.startsWith(wanted.slice(0, -1)) : item === wanted);

const matches = ({ fault }: Armed, { operation, resource, item }: StruckCall, nowMs: number): boolean =>
  (fault.operation === '*' || fault.operation === operation) &&
  (fault.resource === undefined || fault.resource === resource) &&
  (fault.item === undefined || isItem(fault.item, item)) &&
  (fault.untilMs === undefined || nowMs < fault.untilMs);

const strikes = (armed: Armed): boolean => {
  armed.matched++;
  const { times = Number.POSITIVE_INFINITY, every = 1 } = armed.fault;
  if (armed.struck >= times || armed.matched % every !== 0) return false;
  armed.struck++;
  return true;
};

export const newFaults = (): Faults => {
  const armed: Armed[] = [];
  return {
    clear: () => void armed.splice(0),
    add: (fault) => void armed.push({ fault, matched: 0, struck: 0 }),
    outage: (operation, nowMs) =>
      armed.find(
        (one) =>
          matches(one, { operation }, nowMs) &&
          one.fault.times === undefined &&
          (one.fault.every ?? 1) === 1 &&
          !one.fault.lostResponse &&
          (one.fault.latencySeconds === undefined || one.fault.error !== undefined),
      )?.fault,
    strike: (call, nowMs) => armed.find((candidate) => matches(candidate, call, nowMs) && strikes(candidate))?.fault,
  };
};

/** Codes whose class in the SDK has another name (facts/aws-semantics.md 8.1). */
const withFault = new Set([
  'InvalidDBInstanceState',
  'DBInstanceNotFound',
  'InsufficientDBInstanceCapacity',
  'InvalidReplicationGroupState',
  'InsufficientCacheClusterCapacity',
]);

/** Only these; the JSON services say 400 for what they do not find. */
const notFound = new Set([
  'DBInstanceNotFound',
  'DBClusterNotFoundFault',
  'ReplicationGroupNotFoundFault',
  'NotFoundException',
]);

const statusOf = (code: string): number => {
  if (notFound.has(code)) return 404;
  if (/^Internal|ServiceUnavailable|ServerException/.test(code)) return 500;
  return code.startsWith('AccessDenied') ? 403 : 400;
};

/** The error as the SDK would throw it for a code on the wire. */
export const errorOf = (wireCode: string, message: string): Error =>
  awsError(withFault.has(wireCode) ? `${wireCode}Fault` : wireCode, message, { wireCode, status: statusOf(wireCode) });

/** What a client sees when the connection breaks before the answer arrives. */
export const lostResponse = (): Error =>
  Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET', $metadata: {} });
