// A deployment takes turns with scheduled operations: it holds the environment's lease while it runs, it is refused where it
// would break, and what was due meanwhile is caught up with afterwards.

import { type Lease, leaseInForce } from '#core/run.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import { observeAll } from '../loop/observe-all.ts';
import { type Judgement, judgeDeployment, type StackName } from './guard-plan.ts';
import { beginDeployment, endDeployment } from './hold-deployment.ts';

export type DeploymentRequest = {
  readonly environment: string;
  readonly stacks: readonly StackName[];
  /** A person, or the pipeline that deploys. */
  readonly requestedBy: string;
  /** Start what is stopped first, and stop it again afterwards. */
  readonly startFirst: boolean;
};

export type DeploymentPorts = Pick<Dependencies, 'definition' | 'services' | 'state' | 'runtime'> & {
  readonly invoke: (name: 'start' | 'stop' | 'reconcile', event: object) => Promise<void>;
  /** Resolves after the time, or as soon as the signal aborts. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Runs the deployment itself. Answers with its exit code. */
  readonly deploy: () => Promise<number>;
  readonly tell: (line: string) => void;
};

export type DeploymentResult =
  | { readonly kind: 'deployed' }
  | { readonly kind: 'failed'; readonly exitCode: number }
  | { readonly kind: 'refused'; readonly reason: string };

const renewMs = (limits.leaseSeconds * 1_000) / 5;
const pollMs = 15_000;

type Held = { readonly lease: Lease } | { readonly holder: Lease };

const takeLease = async ({ environment, requestedBy }: DeploymentRequest, ports: DeploymentPorts): Promise<Held> => {
  const asked = { by: requestedBy, minutes: limits.leaseSeconds / 60 };
  const { granted, lease } = await beginDeployment(environment, asked, ports);
  return granted ? { lease } : { holder: lease };
};

const judge = async (
  { environment, stacks }: Pick<DeploymentRequest, 'environment' | 'stacks'>,
  ports: Pick<DeploymentPorts, 'definition' | 'services'>,
): Promise<Judgement> => {
  const definition = ports.definition(environment);
  return judgeDeployment(definition, stacks, await observeAll(definition.resources, ports.services));
};

/** What the deployment would meet now. Takes no lease and changes nothing. */
export const checkDeployment = judge;

/** A store that cannot be reached is not a lost lease; a lost one cannot stop CloudFormation half-way. */
const renew = async (environment: string, run: string, { state, runtime, tell }: DeploymentPorts): Promise<void> => {
  try {
    if (await state.renewLease(environment, run, runtime.now().getTime() + limits.leaseSeconds * 1_000)) return;
    tell(`Another run took over ${environment} during this deployment; both continue. Check both afterwards.`);
  } catch (error) {
    tell(`The lease of ${environment} could not be renewed: ${error instanceof Error ? error.message : error}`);
  }
};

const deployHolding = async (environment: string, run: string, ports: DeploymentPorts): Promise<number> => {
  const over = new AbortController();
  const renewing = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await ports.wait(renewMs, over.signal);
      if (!over.signal.aborted) await renew(environment, run, ports);
    }
  };
  const renewed = renewing();
  try {
    return await ports.deploy();
  } finally {
    over.abort();
    await renewed;
  }
};

const refused = (reason: string): DeploymentResult => ({ kind: 'refused', reason });

const leaseSecondsLeft = ({ until }: Lease, nowMs: number): number => Math.max(0, Math.round((until - nowMs) / 1_000));

const heldBy = ({ environment }: DeploymentRequest, holder: Lease, { runtime }: DeploymentPorts): DeploymentResult =>
  refused(
    `${holder.run} is changing ${environment} (${holder.action}); its lease ends in ` +
      `${leaseSecondsLeft(holder, runtime.now().getTime())} s unless it is renewed. Try again when the run has ended`,
  );

type Attempt = DeploymentResult | { readonly kind: 'start-first'; readonly reason: string };

/** Judged under the lease, so that no run of Curfew can change what was judged. */
const attempt = async (request: DeploymentRequest, ports: DeploymentPorts): Promise<Attempt> => {
  const { environment } = request;
  const held = await takeLease(request, ports);
  if ('holder' in held) return heldBy(request, held.holder, ports);
  const { run } = held.lease;
  try {
    const judgement = await judge(request, ports);
    if (judgement.kind === 'refuse') return refused(judgement.reason);
    if (judgement.kind === 'start-first') return judgement;
    for (const warning of judgement.warnings) ports.tell(`Warning: ${warning}`);
    const exitCode = await deployHolding(environment, run, ports);
    return exitCode === 0 ? { kind: 'deployed' } : { kind: 'failed', exitCode };
  } finally {
    await endDeployment(environment, { run }, ports);
  }
};

/** Until the start has ended and everything is as a deployment needs it; answers with what is in the way at the deadline. */
const untilStarted = async (request: DeploymentRequest, ports: DeploymentPorts): Promise<string | undefined> => {
  const { environment } = request;
  const nowMs = () => ports.runtime.now().getTime();
  const deadline = nowMs() + limits.runSecondsMax * 1_000;
  let inTheWay = 'the start has not started';
  while (nowMs() < deadline) {
    await ports.wait(pollMs);
    const [lease, judgement] = await Promise.all([ports.state.readLease(environment), judge(request, ports)]);
    const isAtWork = leaseInForce(lease, nowMs()) !== undefined;
    if (judgement.kind === 'proceed' && !isAtWork) return undefined;
    inTheWay = judgement.kind === 'proceed' ? `${lease?.run} is still running` : judgement.reason;
  }
  return inTheWay;
};

const why = 'a deployment of its data stack needs the databases';

const deployStarted = async (request: DeploymentRequest, ports: DeploymentPorts): Promise<DeploymentResult> => {
  const { environment, requestedBy } = request;
  ports.tell(`Starting ${environment} first.`);
  await ports.invoke('start', { environment, requestedBy, why });
  const inTheWay = await untilStarted(request, ports);
  if (inTheWay !== undefined) return refused(`${environment} did not come up: ${inTheWay}`);
  const result = await attempt(request, ports);
  if (result.kind === 'start-first') return refused(result.reason);
  if (result.kind === 'deployed') {
    ports.tell(`Stopping ${environment} again, as it was before.`);
    await ports.invoke('stop', { environment, requestedBy, why: 'it was down before the deployment' });
  } else ports.tell(`${environment} stays upbecause CloudFormation may still need it. Stop it by hand afterwards.`);
  return result;
};

/** What was deployed is deployed; a function that a deployment has just removed cannot be started. */
const wakeReconcile = async ({ environment }: DeploymentRequest, { invoke, tell }: DeploymentPorts): Promise<void> => {
  try {
    await invoke('reconcile', { environment });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    tell(`reconcile could not be invoked (${why}): missed slots wait for its next run, within 15 minutes.`);
  }
};

/**
 * Deploys, if the environment allows it. Afterwards reconcile does at once what was due meanwhile: a slot that fell into the
 * deployment was refused. Throws `OperationError` when the table cannot be reached: then nothing was deployed.
 */
export const guardedDeployment = async (
  request: DeploymentRequest,
  ports: DeploymentPorts,
): Promise<DeploymentResult> => {
  const result = await attempt(request, ports);
  if (result.kind === 'refused') return result;
  if (result.kind === 'start-first')
    return request.startFirst
      ? deployStarted(request, ports)
      : refused(
          `${result.reason}. Start ${request.environment} first, or pass --start to start it and stop it again afterwards`,
        );
  await wakeReconcile(request, ports);
  return result;
};
