// Deployments and scheduled operations take turns, over the simulated AWS and the production functions.
import { expect, it } from 'vitest';
import { type DeploymentPorts, type DeploymentRequest, guardedDeployment } from '#run/deployment/deploy-guard.ts';
import { limits } from '#run/limits.ts';
import type { Invocation } from '#sim/aws/simulated-aws.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import { simulation } from '#sim/simulation.ts';
import { setTimeline } from '#sim/timeline.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';

const minuteMs = 60_000;
const by = 'a pipeline';

const stageOf = (more: Partial<ReturnType<typeof ordinaryNight>> = {}) => {
  const stage = simulation({ ...ordinaryNight(definitionOf('staging'), 3), ...more });
  const { clock, host, reconcile } = stage;
  const invocation: Invocation = { function: 'plan', action: 'stop', dead: false, onDeath: () => {} };
  const deps = stage.dependencies(invocation);
  const told: string[] = [];
  const deployed: number[] = [];
  const invoked: string[] = [];

  const deploying =
    (minutes: number, exitCode = 0) =>
    async () => {
      deployed.push(clock.nowMs());
      await clock.sleepUntil(clock.nowMs() + minutes * minuteMs);
      return exitCode;
    };
  const ports = (deploy: DeploymentPorts['deploy']): DeploymentPorts => ({
    ...deps,
    invoke: async (name, event) => {
      invoked.push(name);
      if (name === 'reconcile') reconcile.invoke(event);
      else host.invoke(name, event);
    },
    wait: (ms, signal) =>
      Promise.race([
        clock.sleepUntil(clock.nowMs() + ms),
        new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve())),
      ]),
    deploy,
    tell: (line) => told.push(line),
  });
  const finish = async <T>(work: Promise<T>): Promise<T> => {
    let over = false;
    const end = () => {
      over = true;
    };
    work.then(end, end);
    await clock.run(() => over);
    return work;
  };
  /** What was invoked begins a moment later. */
  const idle = () => {
    const begun = clock.nowMs() + minuteMs;
    clock.at(begun, () => {});
    return clock.run(() => clock.nowMs() >= begun && host.runsInFlight() === 0 && reconcile.inFlight() === 0);
  };
  return { ...stage, deps, ports, deploying, deployed, told, invoked, finish, idle };
};

const request = (more: Partial<DeploymentRequest> = {}): DeploymentRequest => ({
  environment: 'staging',
  stacks: ['data'],
  requestedBy: by,
  startFirst: false,
  ...more,
});

const stopped = async (stage: ReturnType<typeof stageOf>): Promise<void> => {
  stage.host.invoke('stop', { environment: 'staging', requestedBy: 'ana' });
  await stage.idle();
};

it('the deploy guard deploys while it holds the lease, and gives it back', async () => {
  const stage = stageOf();
  const leases: unknown[] = [];
  const deploy = async () => {
    leases.push(await stage.deps.state.readLease('staging'));
    return 0;
  };

  const result = await stage.finish(guardedDeployment(request(), stage.ports(deploy)));

  expect(result).toEqual({ kind: 'deployed' });
  expect(leases).toMatchObject([{ action: 'deploy', run: expect.stringMatching(/^deploy-\w+ \(a pipeline\)$/) }]);
  expect(await stage.deps.state.readLease('staging')).toBeUndefined();
  expect(stage.invoked).toEqual(['reconcile']);
});

it('the deploy guard keeps the lease for as long as the deployment takes', async () => {
  const stage = stageOf();
  const work = guardedDeployment(request(), stage.ports(stage.deploying(50)));

  stage.clock.at(stage.clock.nowMs() + 40 * minuteMs, () => {
    stage.host.invoke('stop', { environment: 'staging', requestedBy: 'ana' });
  });
  await stage.finish(work);
  await stage.idle();

  expect(50 * 60).toBeGreaterThan(limits.leaseSeconds);
  expect(stage.host.reports[0]).toMatchObject({
    outcome: 'refused',
    reason: expect.stringMatching(/deploy-\w+ \(a pipeline\) is deploying to staging/),
  });
});

it('the deploy guard lets a stop that fell into the deployment happen right after it', async () => {
  const stage = stageOf();
  setTimeline(stage);

  // The night begins half an hour before the stop of 20:00.
  await stage.finish(guardedDeployment(request(), stage.ports(stage.deploying(45))));
  await stage.idle();

  expect(stage.host.reports.map(({ action, outcome, requestedBy }) => [action, outcome, requestedBy])).toEqual([
    ['stop', 'refused', 'schedule'],
    ['stop', 'done', 'reconcile'],
  ]);
});

it('the deploy guard is refused while a run changes the environment, and names it', async () => {
  const stage = stageOf();
  stage.host.invoke('stop', { environment: 'staging', requestedBy: 'ana' });
  await stage.clock.run(() => stage.itemsOf('LEASE').length > 0);

  const result = await stage.finish(guardedDeployment(request(), stage.ports(stage.deploying(5))));

  expect(result).toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/^staging-stop-\S+ is changing staging/),
  });
  expect(stage.deployed).toEqual([]);
});

it('the deploy guard refuses the data stack while a database is stopped, and says how to go on', async () => {
  const stage = stageOf();
  await stopped(stage);

  const result = await stage.finish(guardedDeployment(request(), stage.ports(stage.deploying(5))));

  expect(result).toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/dashboard-db is stopped, camunda-db is stopped: .*--start/),
  });
  expect(stage.deployed).toEqual([]);
  expect(await stage.deps.state.readLease('staging')).toBeUndefined();
});

it('the deploy guard starts first where it is asked to, deploys into what is up, and stops again', async () => {
  const stage = stageOf();
  await stopped(stage);
  const databases: unknown[] = [];
  const deploy = async () => {
    databases.push(stage.world.state()['camunda-db']?.status);
    return 0;
  };

  const result = await stage.finish(guardedDeployment(request({ startFirst: true }), stage.ports(deploy)));
  await stage.idle();

  expect(result).toEqual({ kind: 'deployed' });
  expect(databases).toEqual(['available']);
  expect(stage.world.state()['camunda-db']?.status).toBe('stopped');
  expect(stage.invoked).toEqual(['start', 'stop']);
});

it('the deploy guard leaves up what a failed deployment may still need', async () => {
  const stage = stageOf();
  await stopped(stage);

  const result = await stage.finish(
    guardedDeployment(request({ startFirst: true }), stage.ports(stage.deploying(5, 1))),
  );

  expect(result).toEqual({ kind: 'failed', exitCode: 1 });
  expect(stage.invoked).toEqual(['start']);
  expect(stage.told.at(-1)).toMatch(/stays up/);
});

it('the deploy guard deploys workloads into a sleeping environment, and warns that this proves nothing', async () => {
  const stage = stageOf();
  await stopped(stage);

  const result = await stage.finish(
    guardedDeployment(request({ stacks: ['workloads'] }), stage.ports(stage.deploying(5))),
  );

  expect(result).toEqual({ kind: 'deployed' });
  expect(stage.told).toEqual([expect.stringMatching(/^Warning: .*scoring.*does not test the image/)]);
});

it('the deploy guard gives the lease back when the deployment cannot even be started', async () => {
  const stage = stageOf();
  const broken = async () => {
    throw new Error('spawn cdk ENOENT');
  };

  await expect(stage.finish(guardedDeployment(request(), stage.ports(broken)))).rejects.toThrow('ENOENT');

  expect(await stage.deps.state.readLease('staging')).toBeUndefined();
});

/** Nobody takes a lease from a deployment; but a table that is restored or repaired by hand may not know of it. */
const loseLease = async ({ deps }: ReturnType<typeof stageOf>): Promise<void> => {
  const lease = await deps.state.readLease('staging');
  if (lease) await deps.state.releaseLease('staging', lease.run);
};

it('the deploy guard says so when a run takes the environment over meanwhile', async () => {
  const stage = stageOf();
  const work = guardedDeployment(request(), stage.ports(stage.deploying(30)));
  stage.clock.at(stage.clock.nowMs() + 5 * minuteMs, () => {
    void loseLease(stage).then(() => stage.host.invoke('stop', { environment: 'staging', requestedBy: 'ana' }));
  });

  await stage.finish(work);

  expect(stage.told[0]).toMatch(/Another run took over staging/);
});

it('the deploy guard is done when reconcile cannot be woken, and says so', async () => {
  const stage = stageOf();
  const ports = stage.ports(stage.deploying(5));
  const noReconcile = async () => {
    throw new Error('no such function');
  };

  const result = await stage.finish(guardedDeployment(request(), { ...ports, invoke: noReconcile }));

  expect(result).toEqual({ kind: 'deployed' });
  expect(stage.told).toEqual([expect.stringMatching(/no such function.*next run/)]);
});

it('the deploy guard tells what became of a deployment although the lease cannot be given back', async () => {
  const { ports, deploying, told, finish } = stageOf();
  const all = ports(deploying(1));
  const state = { ...all.state, releaseLease: () => Promise.reject(new Error('the table does not answer')) };

  expect(await finish(guardedDeployment(request(), { ...all, state }))).toEqual({ kind: 'deployed' });
  expect(told.join()).toContain('could not be released (the table does not answer)');
});
