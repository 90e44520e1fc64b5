// The lease of a deployment: while a script has it no start or stop changes the environment, and while a run is in progress
// no script gets it. What `curfew deploy-guard` does.
import type { Lease } from '#core/run.ts';
import type { Dependencies } from '../dependencies.ts';
import { type DeploymentLeaseRequest, deploymentLease } from './judge-deployment.ts';

type Ports = Pick<Dependencies, 'state' | 'runtime'>;

/** `lease` is the one that stands: the deployment's own, or that of the run or deployment that holds the environment. */
type DeploymentClaim = { readonly granted: boolean; readonly lease: Lease };

/** Throws `InputError` for a wrong request, `OperationError` when the table cannot be reached. */
export const beginDeployment = async (
  environment: string,
  request: DeploymentLeaseRequest,
  { state, runtime }: Ports,
): Promise<DeploymentClaim> => {
  const nowMs = runtime.now().getTime();
  const wanted = deploymentLease(request, nowMs, runtime.newId('deployment'));
  const lease = await state.acquireLease(environment, wanted, nowMs, false);
  return { granted: lease.run === wanted.run, lease };
};

/** By a person, when nobody deploys any more: answers with the lease that it ended. That of a run stays, which `--supersede` takes. */
export const releaseDeployment = async (
  environment: string,
  { state }: Pick<Ports, 'state'>,
): Promise<Lease | undefined> => {
  const lease = await state.readLease(environment);
  if (lease?.action !== 'deploy') return undefined;
  await state.releaseLease(environment, lease.run);
  return lease;
};

/**
 * Releases it; harmless when it has ended by itself, or another's stands by now. What was deployed is deployed: a lease that cannot be
 * released ends by itself, and hides no result.
 */
export const endDeployment = async (
  environment: string,
  { run }: Pick<Lease, 'run'>,
  { state, tell }: Pick<Ports, 'state'> & { readonly tell: (line: string) => void },
): Promise<void> => {
  try {
    await state.releaseLease(environment, run);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    tell(`Warning: the lease of ${environment} could not be released (${why}); it expires by itself.`);
  }
};
