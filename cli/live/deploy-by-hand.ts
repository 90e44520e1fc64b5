// `curfew deploy-guard`: a deployment under the environment's lease.
import { spawn } from 'node:child_process';
import { leaseInForce } from '#core/run.ts';
import {
  checkDeployment,
  type DeploymentPorts,
  type DeploymentResult,
  guardedDeployment,
} from '#run/deployment/deploy-guard.ts';
import type { StackName } from '#run/deployment/guard-plan.ts';
import { releaseDeployment } from '#run/deployment/hold-deployment.ts';
import { complain } from '../terminal/output.ts';
import { siteOf } from './open-site.ts';
import type { Site } from './site.ts';
import { SiteError } from './site-error.ts';
import type { SiteOptions } from './site-options.ts';
import { complainOf, tell, tellJson } from './tell.ts';

export type DeployGuardOptions = SiteOptions & {
  readonly stacks: readonly StackName[];
  readonly start?: true;
  readonly check?: true;
  readonly release?: true;
  readonly json?: true;
  readonly by?: string;
};

/** Waits in slices: what nobody waits for any more must not keep the process alive. */
const sliceMs = 1_000;

const waitInSlices =
  ({ pause }: Site) =>
  async (ms: number, signal?: AbortSignal): Promise<void> => {
    for (let leftMs = ms; leftMs > 0 && !signal?.aborted; leftMs -= sliceMs) await pause(Math.min(leftMs, sliceMs));
  };

const announceWait = (): void => complain('Waiting for the deployment to end; then the lease is released.');

/** Where the command writes whose output is not asked for. */
const standardError = 2;

/** Ctrl-C reaches the command, too: it ends by itself, and this has to outlive it to give the lease back. */
const runCommand = (command: readonly string[], { json }: DeployGuardOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    const [file = '', ...args] = command;
    process.on('SIGINT', announceWait);
    const child = spawn(file, args, { stdio: ['inherit', json ? standardError : 'inherit', 'inherit'] });
    const end = () => process.removeListener('SIGINT', announceWait);
    child.once('error', (cause) => {
      end();
      reject(new SiteError(`${file} cannot be run: ${cause.message}. Nothing was deployed.`, { cause }));
    });
    child.once('exit', (code) => {
      end();
      resolve(code ?? 1);
    });
  });

/** How long a deployment takes in a rehearsal. */
const rehearsedMs = 10 * 60_000;

const rehearseCommand = async (command: readonly string[], site: Site, json = false): Promise<number> => {
  const { pause, place } = site;
  const text = `In ${place} this command would run now, for ten minutes: ${command.join(' ')}`;
  if (json) complainOf(site, text);
  else tell(site, text);
  await pause(rehearsedMs);
  return 0;
};

const defaultCommand = (environment: string, { stacks }: DeployGuardOptions): string[] => [
  'npx',
  'cdk',
  'deploy',
  ...stacks.map((stack) => `${environment}/${stack}`),
  // Without it the stacks these depend on would be deployed as well, which nobody has asked for.
  '--exclusively',
];

type Answer = { readonly environment: string; readonly stacks: readonly string[]; readonly outcome: string };

const answerJson = (site: Site, answer: Answer & { readonly [more: string]: unknown }): void => tellJson(site, answer);

const printResult = (site: Site, result: DeploymentResult, { json, stacks }: DeployGuardOptions): number => {
  const { environment } = site.definition;
  const { kind: outcome, ...more } = result;
  if (json) {
    answerJson(site, { environment, stacks, outcome, ...more });
    return outcome === 'deployed' ? 0 : 1;
  }
  switch (result.kind) {
    case 'deployed':
      tell(site, `Deployed. The lease of ${environment} is released.`);
      return 0;
    case 'failed':
      complainOf(
        site,
        `The deployment failed (exit code ${result.exitCode}). The lease of ${environment} is released.`,
      );
      return 1;
    case 'refused':
      complainOf(site, `Not deployed: ${result.reason}.`);
      return 1;
  }
};

const check = async (site: Site, { stacks, json }: DeployGuardOptions): Promise<number> => {
  const { environment } = site.definition;
  const lease = await site.ports.state.readLease(environment);
  const isHeld = leaseInForce(lease, site.ports.runtime.now().getTime()) !== undefined;
  const judgement = await checkDeployment({ environment, stacks }, site.ports);
  const reasons = [
    ...(isHeld ? [`${lease?.run} is changing ${environment} (${lease?.action})`] : []),
    ...(judgement.kind === 'proceed' ? [] : [judgement.reason]),
  ];
  const warnings = judgement.kind === 'proceed' ? judgement.warnings : [];
  const isFree = reasons.length === 0;
  if (json) answerJson(site, { environment, stacks, outcome: isFree ? 'free' : 'refused', reasons, warnings });
  else {
    for (const reason of reasons) complainOf(site, `It would be refused now: ${reason}.`);
    for (const warning of warnings) complainOf(site, `Warning: ${warning}.`);
    if (isFree) tell(site, `Nothing blocks a deployment of ${stacks.join(', ')}.`);
  }
  return isFree ? 0 : 1;
};

const release = async (site: Site, { json }: DeployGuardOptions): Promise<number> => {
  const { environment } = site.definition;
  const ended = await releaseDeployment(environment, site.ports);
  if (json)
    answerJson(site, {
      environment,
      stacks: [],
      outcome: ended ? 'released' : 'free',
      ...(ended && { run: ended.run }),
    });
  else
    tell(site, ended ? `The lease of ${ended.run} is released.` : `No deployment holds the lease of ${environment}.`);
  return 0;
};

/** Answers with the exit code. */
export const deployByHand = (
  name: string,
  given: readonly string[],
  options: DeployGuardOptions,
  requestedBy: string,
): Promise<number> =>
  siteOf(name, options, { otherwise: 'beginning', json: options.json })(async (site) => {
    if (options.check) return check(site, options);
    if (options.release) return release(site, options);
    const { environment } = site.definition;
    const command = given.length > 0 ? given : defaultCommand(environment, options);
    const ports: DeploymentPorts = {
      ...site.ports,
      invoke: site.invoke,
      wait: waitInSlices(site),
      deploy: () => (options.rehearsal ? rehearseCommand(command, site, options.json) : runCommand(command, options)),
      tell: (text) => complainOf(site, text),
    };
    const { stacks, start = false } = options;
    const result = await guardedDeployment({ environment, stacks, requestedBy, startFirst: start }, ports);
    return printResult(site, result, options);
  });
