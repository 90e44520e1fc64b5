// What every vendor's kind does: the decision by its statuses, and the adapter over the simulated vendor, below HTTP.
import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import { serviceOf } from '#kinds/adapter.ts';
import { decideSeen } from '#kinds/decisions.ts';
import { seenInAtlas } from '#kinds/mongodb-atlas-cluster/adapter.ts';
import type { Observation } from '#kinds/observation.ts';
import type { Resource, ResourceOf } from '#kinds/resource.ts';
import { samplesOf } from '#kinds/samples.ts';
import type { StatusColumn } from '#kinds/status-kind.ts';
import { type VendorKindName, vendorKindNames, vendorKindOf } from '#kinds/vendor/vendor-kinds.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { errorFrom, simulatedCloud } from '#test/support/cloud.ts';

const sample = (kind: VendorKindName, more: object = {}): Resource => {
  const [one] = samplesOf(kind, (_field, example) => example);
  return { ...(one as Resource), ...more } as Resource;
};

const seen = (kind: VendorKindName, status: string, facts: object = {}): Observation =>
  ({ kind, status, facts }) as unknown as Observation;

const next: Readonly<Record<Action, Readonly<Record<StatusColumn, string>>>> = {
  start: { up: 'ready', busy: 'ready', down: 'act', moving: 'wait', broken: 'fail' },
  stop: { up: 'act', busy: 'wait', down: 'ready', moving: 'wait', broken: 'fail' },
};

/** The states that each API's own specification lists. */
const listed: Readonly<Record<VendorKindName, readonly string[]>> = {
  'mongodb-atlas-cluster': ['IDLE', 'CREATING', 'UPDATING', 'DELETING', 'REPAIRING', 'PAUSED'],
  'clickhouse-cloud-service': [
    ...[
      'starting',
      'stopping',
      'terminating',
      'softdeleting',
      'awaking',
      'partially_running',
      'provisioning',
      'running',
    ],
    ...['stopped', 'terminated', 'softdeleted', 'degraded', 'failed', 'idle'],
  ],
  clickpipe: [
    ...['Provisioning', 'Setup', 'Snapshot', 'Running', 'Degraded', 'Pausing', 'Paused', 'Stopping', 'Stopped'],
    ...['Modifying', 'Resync', 'Failed', 'Completed', 'InternalError'],
  ],
};

const service = (kind: VendorKindName, world: ResourceWorld = {}, more: object = {}) => {
  const resource = sample(kind, more);
  const aws = simulatedCloud([resource], { world: { [resource.name]: world }, seed: 3 });
  const adapter = serviceOf<VendorKindName>(aws.services, kind);
  const own = resource as ResourceOf<VendorKindName>;
  return {
    aws,
    resource,
    look: async () => (await aws.finish(adapter.observe([own]))).get(resource.name),
    act: (to: 'start' | 'stop' | 'awake') => aws.finish(adapter.act(own, { do: to })),
  };
};

describe.each(vendorKindNames)('the kind %s of a vendor', (kind) => {
  const columns = Object.entries(vendorKindOf(kind).statuses) as [StatusColumn, readonly string[]][];
  const cases = (['start', 'stop'] as const).flatMap((action) =>
    columns.flatMap(([column, words]) => words.map((status) => [action, status, next[action][column]] as const)),
  );

  it.each(cases)('a vendor’s kind, on %s, when it is %s: %s', (action, status, expected) => {
    expect(decideSeen(action, sample(kind), seen(kind, status), undefined).kind).toBe(expected);
  });

  it('a vendor’s kind has every state of the specification in exactly one column, and waits in one that is new', () => {
    const all = columns.flatMap(([, words]) => words);

    expect(all.toSorted()).toEqual(listed[kind].toSorted());
    for (const action of ['start', 'stop'] as const)
      expect(decideSeen(action, sample(kind), seen(kind, 'resizing-the-moon'), undefined).kind).toBe('wait');
  });

  it('a vendor’s kind is stopped and started again over its own API', async () => {
    const { aws, resource, look, act } = service(kind);
    const [up] = columns.find(([column]) => column === 'up')?.[1] ?? [];
    const [down] = columns.find(([column]) => column === 'down')?.[1] ?? [];
    expect(await look()).toMatchObject({ state: 'seen', observation: { status: up } });

    await act('stop');
    aws.pass(3_600_000);
    expect(await look()).toMatchObject({ observation: { status: down } });
    await act('start');
    aws.pass(3_600_000);
    expect(aws.statusOf(resource.name)).toBe(up);
  });

  it('a vendor’s kind that does not exist is absent, and one whose credentials are refused is unreadable for good', async () => {
    const gone = service(kind, { missing: true });
    const denied = service(kind);
    denied.aws.faults.add({ operation: 'secretsmanager:GetSecretValue', error: 'AccessDeniedException' });

    expect(await gone.look()).toEqual({ state: 'absent' });
    expect(await denied.look()).toMatchObject({ state: 'unreadable', retryable: false });
  });

  it('a vendor’s kind whose secret does not exist is unreadable, not absent', async () => {
    const secretless = service(kind);
    secretless.aws.faults.add({ operation: 'secretsmanager:GetSecretValue', error: 'ResourceNotFoundException' });

    expect(await secretless.look()).toMatchObject({ state: 'unreadable', code: 'SECRET_NOT_FOUND', retryable: false });
  });

  it('a vendor’s kind shows no credentials in what it called', async () => {
    const { aws, look } = service(kind);
    await look();

    const inputs = aws.calls().filter(({ operation }) => !operation.startsWith('secretsmanager'));
    expect(inputs.length).toBeGreaterThan(0);
    expect(JSON.stringify(inputs)).not.toMatch(/Bearer|Basic|secret"/);
  });
});

describe('a cluster of Atlas', () => {
  const spec = (instanceSize: string) => ({
    replicationSpecs: [{ regionConfigs: [{ electableSpecs: { instanceSize } }] }],
  });

  it.each([
    [{ stateName: 'IDLE', paused: false }, 'IDLE'],
    [{ stateName: 'IDLE', paused: true }, 'PAUSED'],
    [{ stateName: 'UPDATING', paused: true }, 'UPDATING'],
    [{}, 'unknown'],
  ])('a cluster of Atlas that says %j is %s', (cluster, status) => {
    expect(seenInAtlas(cluster).status).toBe(status);
  });

  it.each([
    ['M0', 'TIER_TOO_SMALL'],
    ['M2', 'TIER_TOO_SMALL'],
    ['M5', 'TIER_TOO_SMALL'],
    ['FLEX', 'TIER_TOO_SMALL'],
    ['M40_NVME', 'NVME'],
  ])('a cluster of Atlas of tier %s is refused when a stop is planned', (tier, code) => {
    const { status, facts } = seenInAtlas({ stateName: 'IDLE', ...spec(tier) });
    const decided = decideSeen(
      'stop',
      sample('mongodb-atlas-cluster'),
      seen('mongodb-atlas-cluster', status, facts),
      undefined,
    );

    expect(decided).toMatchObject({ kind: 'refuse', code });
  });

  it('a cluster of Atlas of tier M10 is paused', () => {
    const { status, facts } = seenInAtlas({ stateName: 'IDLE', ...spec('M10') });
    expect(
      decideSeen('stop', sample('mongodb-atlas-cluster'), seen('mongodb-atlas-cluster', status, facts), undefined).kind,
    ).toBe('act');
  });

  it.each([
    ['CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER', { justStartedMinutes: 60 }],
    ['OPERATION_INVALID_MEMBER_REPLICATION_LAG', { replicationLag: true }],
  ])('a cluster of Atlas that refuses a pause with %s is looked at again', async (awsCode, world) => {
    expect(await errorFrom(service('mongodb-atlas-cluster', world).act('stop'))).toMatchObject({
      code: 'MOVED',
      awsCode,
    });
  });

  it('a token of Atlas that is refused before its time is renewed once', async () => {
    const { aws, look } = service('mongodb-atlas-cluster');
    await look();
    aws.faults.add({ operation: 'mongodbatlas:GetCluster', error: 'UnauthorizedException', times: 1 });
    // A fault is no answer of 401 unless the error says so.
    const reading = await look();

    expect(reading?.state).toBe('seen');
    expect(aws.calls('mongodbatlas:GetToken')).toHaveLength(2);
  });

  it('a cluster of Atlas is asked with the version in the header, and two looks need one token', async () => {
    const { aws, look } = service('mongodb-atlas-cluster');
    await look();
    await look();

    expect(aws.calls('mongodbatlas:GetToken')).toHaveLength(1);
    expect(aws.calls('mongodbatlas:GetCluster')[0]?.input).toMatchObject({
      headers: { accept: 'application/vnd.atlas.2024-08-05+json' },
    });
  });
});

describe('a service of ClickHouse Cloud', () => {
  it('a service of ClickHouse Cloud that idles is up, and woken only where a dependant needs it', () => {
    const decided = (action: Action, awake: boolean) =>
      decideSeen(
        action,
        sample('clickhouse-cloud-service', { awake }),
        seen('clickhouse-cloud-service', 'idle'),
        undefined,
      );

    expect(decided('start', false)).toMatchObject({ kind: 'ready' });
    expect(decided('start', true)).toMatchObject({ kind: 'act', effects: [{ do: 'awake' }] });
    expect(decided('stop', true).kind).toBe('act');
  });

  it('a service of ClickHouse Cloud that is stopped is not started by waking it', async () => {
    expect(await errorFrom(service('clickhouse-cloud-service', { status: 'stopped' }).act('awake'))).toMatchObject({
      code: 'MOVED',
    });
  });
});

it('a ClickPipe that has loaded all it was to load is never stopped, as a start would load it again', () => {
  const completed = seen('clickpipe', 'Completed', { completed: true });

  expect(decideSeen('stop', sample('clickpipe'), completed, undefined)).toMatchObject({
    kind: 'refuse',
    code: 'COMPLETED',
  });
});
