// docs/permissions.md against what is deployed, and against what the commands of people call.

import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { peoplesPermissions } from '#access/people.ts';
import type { Action } from '#core/action.ts';
import type { ResourceName } from '#core/resource.ts';
import { spentOnce } from '#costs/kept-spent.ts';
import { statusKindNames, statusKindOf } from '#kinds/status-kinds.ts';
import { checkDeployment, guardedDeployment } from '#run/deployment/deploy-guard.ts';
import { forgetMemory } from '#run/memory/forget.ts';
import { hold, release } from '#run/overrides/hold.ts';
import { endSilence, silence } from '#run/overrides/silence.ts';
import { planNow } from '#run/plan/plan-run.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { everyKind } from '#test/infra/every-kind.ts';
import { actionsOf, functionsOf, iamAction, permissionsOf } from '#test/infra/statements.ts';
import { deployedFrom } from '#test/infra/synthesised.ts';
import { nightOf } from '#test/support/nights.ts';
import { runLocally } from '../../../cli/live/local-run.ts';
import { inRehearsal } from '../../../cli/live/rehearsed-site.ts';
import type { Site } from '../../../cli/live/site.ts';
import { statusOf } from '../../../cli/live/status.ts';
import { functionPermissions, operatorCommands, operatorPolicy } from '../../../scripts/docs/permissions-page.ts';
import { sampleDefinition } from '../../../scripts/docs/sample-environment.ts';

const deployed = deployedFrom(everyKind);

describe.each(functionsOf(everyKind))('what the page says of %s', (name) => {
  it('what the page of permissions says of a function is what its role is allowed', () => {
    const allowed = (functionPermissions.get(name) ?? []).filter(({ effect }) => effect === 'Allow');
    const told = new Set(allowed.flatMap(({ actions }) => actions));

    expect([...told].sort()).toEqual([...actionsOf(permissionsOf(deployed, name))].sort());
  });
});

/** An evening in which a stop has an alarm to mute, and services have no health check of their own. */
const evening = (): Scenario => {
  const night = nightOf('staging');
  const services = night.definition.resources.filter(({ kind }) => kind === 'ecs-service');
  const alarm = { muted: false, disabled: false, scales: false, whenMissing: 'ALARM' } as const;
  return {
    ...night,
    alarms: [{ name: 'poc-atlas-dev-scoring-cpu', watches: 'scoring', ...alarm }],
    world: Object.fromEntries(services.map(({ name }) => [name, { healthCheck: false }])),
  };
};

/** What a person's command calls, by the names of IAM. */
const callsIn = async (scenario: Scenario, command: (site: Site) => Promise<unknown>): Promise<Set<string>> => {
  const calls = new Set<string>();
  await inRehearsal(scenario, {
    otherwise: 'beginning',
    onLine: ({ event }) => {
      if (event.type === 'call' && event.function === 'person') calls.add(iamAction(event.operation));
    },
  })(command);
  return calls;
};

/** Databases cannot be started: alarms that were muted are armed at once. */
const refusing = (scenario: Scenario): Scenario => {
  const fault = { operation: 'rds:StartDBInstance', error: 'AccessDeniedException' };
  return { ...scenario, timeline: [{ at: scenario.fromMs, do: 'fault', fault }] };
};

const callsOf = async (command: (site: Site) => Promise<unknown>): Promise<Set<string>> =>
  new Set([...(await callsIn(evening(), command)), ...(await callsIn(refusing(evening()), command))]);

const local = async (site: Site): Promise<void> => {
  const silent = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const run = (action: Action, id: string) =>
    runLocally(
      site,
      action,
      { environment: 'staging', requestedBy: 'ana', why: 'test', id },
      { json: true, show: () => 0 },
    );
  await run('stop', 'first');
  await run('start', 'second');
  silent.mockRestore();
};

const deployData = (site: Site) => {
  const deploy = async (): Promise<number> => {
    await site.pause(20 * 60_000);
    return 0;
  };
  return guardedDeployment(
    { environment: 'staging', stacks: ['data'], requestedBy: 'ana', startFirst: true },
    { ...site.ports, invoke: site.invoke, wait: site.pause, deploy, tell: () => {} },
  );
};

const nightLong = { hold: 'up', by: 'ana', why: 'release' } as const;

const commands: Readonly<Partial<Record<keyof typeof peoplesPermissions, (site: Site) => Promise<unknown>>>> = {
  'curfew plan': ({ ports }) => planNow('stop', 'staging', ports),
  'curfew status': statusOf,
  'curfew runs': ({ ports }) => Promise.all([ports.state.reports('staging', 40), ports.state.readLease('staging')]),
  'curfew savings': async ({ ports, sizes, definition }) => {
    await ports.state.reports('staging', 40);
    return sizes(definition, await ports.state.memories('staging'));
  },
  'curfew costs': async ({ costs, ports, sizes, definition }) => {
    await sizes(definition, await ports.state.memories('staging'));
    await ports.state.reports('staging', 40);
    const nowMs = ports.runtime.now().getTime();
    const ask = spentOnce({ ...costs, warn: () => {} });
    const query = { tag: 'Environment', value: 'staging', componentTag: undefined, nowMs };
    await ask('staging', { ...query, month: '2026-10' });
    return ask('staging', { ...query, month: '2026-11' });
  },
  'curfew start, curfew stop': async ({ invoke, ports }) => {
    await invoke('stop', { environment: 'staging', requestedBy: 'ana', why: 'test', id: 'first' });
    return Promise.all([ports.state.reports('staging', 40), ports.state.readLease('staging')]);
  },
  'curfew start --local, curfew stop --local': local,
  'curfew hold, curfew release': async ({ ports, invoke }) => {
    const until = ports.runtime.now().getTime() + 3_600_000;
    await hold('staging', { ...nightLong, until }, ports);
    await invoke('reconcile', { environment: 'staging' });
    return release('staging', ports);
  },
  'curfew pause, curfew resume': async ({ ports, setSwitch, invoke }) => {
    await ports.isEnabled('staging');
    await setSwitch(false);
    await setSwitch(true);
    return invoke('reconcile', { environment: 'staging' });
  },
  'curfew memories': ({ ports }) => ports.state.memories('staging'),
  'curfew forget': async ({ ports }) => {
    await ports.state.memories('staging');
    const camunda = { kind: 'ecs-service', resource: 'camunda' as ResourceName, desired: 1, run: 'r' } as const;
    return forgetMemory({ environment: 'staging' }, camunda, ports);
  },
  'curfew silence': async ({ ports }) => {
    await silence('staging', { pattern: 'shop-*', by: 'ana', why: 'load test', forMs: 3_600_000 }, ports);
    return endSilence('staging', undefined, ports);
  },
  'curfew deploy-guard': async (site) => {
    await checkDeployment({ environment: 'staging', stacks: ['data'] }, site.ports);
    await deployData(site);
    await site.invoke('stop', { environment: 'staging', requestedBy: 'ana', why: 'test', id: 'first' });
    await site.pause(45 * 60_000);
    return deployData(site);
  },
};

const arn = (service: string, resource: string) => `arn:aws:${service}:REGION:ACCOUNT:${resource}`;

const pasted = operatorPolicy().Statement.flatMap(({ Action }) => Action);

const isOperators = (name: string): boolean => (operatorCommands as readonly string[]).includes(name);

const isChange = (action: string): boolean => !/:(Describe|List|Get|Query)/.test(action);

describe.each(Object.entries(commands))('what the page says of %s', (name, command) => {
  const needed = peoplesPermissions[name as keyof typeof peoplesPermissions](sampleDefinition, arn);
  const told = [...new Set(needed.flatMap(({ actions }) => actions))];

  it('what the page of permissions says of a function is enough for what it calls, and has no right to change what it never changes', async () => {
    const called = await callsOf(command);
    // Of kinds and fields that staging does not have: there is no Aurora there, no snapshot before a stop, no cache that shrinks, no group of machines.
    const described = statusKindNames.flatMap((name) => {
      const { arn: own, calls } = statusKindOf(name);
      return [`${own.service}:${calls.start}`, `${own.service}:${calls.stop}`];
    });
    const isElsewhere = (action: string): boolean =>
      /^(rds:St\w+DBCluster|rds:\w+Snapshot|elasticache:|autoscaling:|eks:)/.test(action) || described.includes(action);

    expect([...called].filter((action) => !told.includes(action))).toEqual([]);
    expect(told.filter((action) => isChange(action) && !isElsewhere(action) && !called.has(action))).toEqual([]);
    expect(called.size).toBeGreaterThan(0);
    if (isOperators(name)) expect([...called].filter((action) => !pasted.includes(action))).toEqual([]);
  });
});

it('the page of permissions leaves out of the rehearsed commands only those that ask no environment', () => {
  const unrehearsed = Object.keys(peoplesPermissions).filter((name) => !(name in commands));

  expect(unrehearsed).toEqual([
    // They ask nothing but `control`: control.test.ts.
    'curfew diff, curfew apply, curfew history, curfew show, curfew adopt',
    'curfew cleanup --cluster',
    'curfew prices',
  ]);
});

describe('the policy to paste', () => {
  it('the policy to paste is on the page as it is, and allows what its commands need and nothing more', () => {
    const page = readFileSync('docs/permissions.md', 'utf8');
    const shown = /```json\n(.*?)\n```/s.exec(page)?.[1] ?? '';
    const needed = operatorCommands.flatMap((name) => peoplesPermissions[name](sampleDefinition, arn));

    expect(JSON.parse(shown)).toEqual(operatorPolicy());
    expect(new Set(pasted)).toEqual(new Set(needed.flatMap(({ actions }) => actions)));
    expect(operatorPolicy().Statement.every(({ Effect: effect }) => effect === 'Allow')).toBe(true);
  });

  it('the policy to paste changes no resource of an environment', () => {
    const changes = new Set(pasted.filter(isChange));

    // Holds and their ends are new items: leases and memories belong to runs, so nothing is updated or deleted.
    expect(changes).toEqual(new Set(['dynamodb:PutItem', 'lambda:InvokeFunction']));
  });

  it('the policy to paste has no placeholder but those that the page explains', () => {
    const resources = operatorPolicy()
      .Statement.flatMap(({ Resource }) => Resource)
      .join(' ');

    expect(new Set(resources.match(/\b[A-Z]{3,}\b/g))).toEqual(new Set(['ACCOUNT', 'ENV', 'REGION']));
  });
});
