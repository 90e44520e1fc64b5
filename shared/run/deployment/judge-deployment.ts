// A deployment that asks for the lease: the request as a person or a script makes it. Wrong ones are refused.
import { InputError } from '#core/errors.ts';
import { textMax, textProblem } from '#core/free-text.ts';
import { type Lease, leaseMinutesMax } from '#core/run.ts';

export type DeploymentLeaseRequest = {
  /** Who deploys, in words for those who find the environment taken: `release 4.2 of scoring`. */
  readonly by: string;
  /** How long it may take. The lease ends then by itself, with any outcome of the deployment. */
  readonly minutes: number;
};

/** As long as a run may take: what holds longer would lose a night. */
const longestMinutes = leaseMinutesMax;

/** Throws `InputError`. */
export const deploymentLease = ({ by, minutes }: DeploymentLeaseRequest, nowMs: number, id: string): Lease => {
  if (by.trim() === '') throw new InputError('a deployment needs a name');
  const unfit = textProblem(by.trim(), textMax.by);
  if (unfit !== undefined) throw new InputError(`the name of a deployment ${unfit}`);
  if (!Number.isFinite(minutes) || minutes <= 0 || minutes > longestMinutes)
    throw new InputError(`a deployment holds the environment for more than 0 and up to ${longestMinutes} minutes`);
  return { run: `deploy-${id} (${by.trim()})`, action: 'deploy', until: nowMs + Math.round(minutes * 60_000) };
};
