// What a real cluster will not do on demand, and what the wire makes of it.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WireOptions } from '#cleanup/kafka/wire/brokers.ts';
import { OperationError } from '#core/errors.ts';
import { adminOver, type FakeAdmin } from '#test/support/kafka/fake-admin.ts';
import { type FakeKafka, type FakeKafkaOptions, fakeKafka } from '#test/support/kafka/fake-kafka.ts';
import { errorCodes } from '#test/support/kafka/fake-reads.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const one of open.splice(0)) await one.close();
});

type Stage = FakeAdmin & { readonly kafka: FakeKafka };

const stage = async (kafkaOptions: FakeKafkaOptions = {}, wireOptions: Partial<WireOptions> = {}): Promise<Stage> => {
  const kafka = await fakeKafka(kafkaOptions);
  const { admin, waits } = adminOver(kafka, wireOptions);
  open.push(admin, kafka);
  return { kafka, admin, waits };
};

const orders = [0, 1].map((partition) => ({ topic: 'team.orders', partition }));
const cuts = orders.map((one) => ({ ...one, offset: 3n }));
const spec = { name: 'team.new', partitions: 1, replicationFactor: 1, configs: {} };

/** Two partitions with five records each, led by brokers 1 and 2 where there are two. */
const withOrders = ({ kafka }: Stage): void => {
  kafka.world.createTopic({ name: 'team.orders', partitions: 2, replicationFactor: 1 });
  for (const { topic, partition } of orders) kafka.world.produce(topic, partition, 5);
};

const startsOf = ({ kafka }: Stage): bigint[] => kafka.world.topic('team.orders').partitions.map(({ start }) => start);

const failureOf = async (work: Promise<unknown>): Promise<OperationError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OperationError)) throw new Error(`expected an OperationError, not ${String(error)}`);
  return error;
};

describe('partitions without a leader', () => {
  it('partitions without a leader change nothing for other topics, and can be seen', async () => {
    const on = await stage();
    withOrders(on);
    on.kafka.world.createTopic({ name: 'others.broken', partitions: 2 });
    on.kafka.world.partition('others.broken', 1).leader = -1;

    const topics = await on.admin.topics();

    expect(topics.get('team.orders')).toMatchObject({ kind: 'known', value: { partitions: [{ leader: 1 }, {}] } });
    expect(topics.get('others.broken')).toMatchObject({
      kind: 'known',
      value: { partitions: [{ index: 0, leader: 1 }, { index: 1 }] },
    });
    expect(JSON.stringify(topics.get('others.broken')).match(/"leader"/g)).toHaveLength(1);
  });

  it('partitions without a leader are refused one by one, after a few more attempts; the rest is done', async () => {
    const on = await stage();
    withOrders(on);
    on.kafka.world.partition('team.orders', 1).leader = -1;

    const answers = await on.admin.deleteRecords(cuts);

    expect(answers.map(({ answer }) => answer)).toMatchObject([
      { kind: 'known', value: 3n },
      { kind: 'refused', code: 'LEADER_NOT_AVAILABLE', retryable: true },
    ]);
    expect(startsOf(on)).toEqual([3n, 0n]);
    expect(on.waits).toEqual([50, 100, 200, 400]);
    expect(on.kafka.requests.filter(({ name }) => name === 'DeleteRecords')).toHaveLength(1);
  });
});

describe('a leader that moves', () => {
  it('a leader that moves between the look and the request is followed', async () => {
    const on = await stage({ brokers: 2 });
    withOrders(on);
    on.kafka.onRequest = ({ name }) => {
      if (name === 'DeleteRecords') on.kafka.world.partition('team.orders', 0).leader = 2;
    };

    const answers = await on.admin.deleteRecords(cuts);

    expect(answers.every(({ answer }) => answer.kind === 'known')).toBe(true);
    expect(startsOf(on)).toEqual([3n, 3n]);
  });

  it('a leader that moves because its broker died is followed', async () => {
    const on = await stage({ brokers: 2 });
    on.kafka.world.createTopic({ name: 'team.orders', partitions: 2, replicationFactor: 2 });
    for (const { topic, partition } of orders) on.kafka.world.produce(topic, partition, 5);
    await on.admin.offsets(orders, 'latest');

    await on.kafka.stopBroker(1);

    expect((await on.admin.deleteRecords(cuts)).map(({ answer }) => answer.kind)).toEqual(['known', 'known']);
  });
});

describe('a lost answer', () => {
  it('a lost answer to a cut is asked for again: a cut may be repeated', async () => {
    const on = await stage();
    withOrders(on);
    on.kafka.inject({ request: 'DeleteRecords', does: 'lose-reply' });

    expect((await on.admin.deleteRecords(cuts)).map(({ answer }) => answer)).toEqual([
      { kind: 'known', value: 3n },
      { kind: 'known', value: 3n },
    ]);
  });

  it('a lost answer to a creation is told as unknown, not asked for again', async () => {
    const on = await stage();
    on.kafka.inject({ request: 'CreateTopics', does: 'lose-reply' });

    const answer = await on.admin.createTopic(spec, { validateOnly: false });

    expect(answer).toMatchObject({ kind: 'refused', code: 'NETWORK_EXCEPTION', retryable: true });
    expect(on.kafka.world.topics.has('team.new')).toBe(true);
    expect(on.kafka.requests.filter(({ name }) => name === 'CreateTopics')).toHaveLength(1);
  });

  it('a lost answer to a deletion is told as unknown, not asked for again', async () => {
    const on = await stage();
    withOrders(on);
    on.kafka.inject({ request: 'DeleteTopics', does: 'lose-reply' });
    const found = (await on.admin.topics(['team.orders'])).get('team.orders');
    const id = found?.kind === 'known' ? found.value.id : '';

    expect(await on.admin.deleteTopic(id)).toMatchObject({ kind: 'refused', code: 'NETWORK_EXCEPTION' });
    expect(await on.admin.deleteTopic(id)).toMatchObject({ kind: 'refused', code: 'UNKNOWN_TOPIC_ID' });
  });

  it('a lost answer to a question is asked for again', async () => {
    const on = await stage();
    withOrders(on);
    on.kafka.inject({ request: 'Metadata', does: 'disconnect', times: 2 });

    expect((await on.admin.topics()).has('team.orders')).toBe(true);
    expect(on.waits).toEqual([50, 100]);
  });
});

describe('a broker that hangs', () => {
  it('a broker that hangs is given up after the time of a request; another one is asked', async () => {
    const on = await stage({ brokers: 2 }, { requestMs: 60 });
    withOrders(on);
    on.kafka.inject({ request: 'Metadata', broker: 1, does: 'hang', times: 9 });

    expect((await on.admin.topics()).has('team.orders')).toBe(true);
  });

  it('a change over which a broker hangs is left unknown', async () => {
    const on = await stage({}, { requestMs: 60 });
    on.kafka.inject({ request: 'CreateTopics', does: 'hang' });

    expect(await on.admin.createTopic(spec, { validateOnly: false })).toMatchObject({
      kind: 'refused',
      code: 'REQUEST_TIMED_OUT',
    });
  });

  it('a broker that hangs is left at the deadline, with the connections closed', async () => {
    const deadline = new AbortController();
    const on = await stage({}, { deadline: deadline.signal });
    on.kafka.inject({ request: 'Metadata', does: 'hang' });
    on.kafka.onRequest = ({ name }) => {
      if (name === 'Metadata') deadline.abort();
    };

    const failure = await failureOf(on.admin.topics());

    expect(failure).toMatchObject({ code: 'UNAVAILABLE', awsCode: 'DEADLINE_EXCEEDED' });
    await vi.waitFor(() => expect(on.kafka.connections()).toBe(0));
    expect((await failureOf(on.admin.topics())).awsCode).toBe('DEADLINE_EXCEEDED');
    expect((await failureOf(on.admin.deleteRecords(cuts))).awsCode).toBe('DEADLINE_EXCEEDED');
    expect((await failureOf(on.admin.createTopic(spec, { validateOnly: false }))).awsCode).toBe('DEADLINE_EXCEEDED');
    expect(on.kafka.requests.filter(({ name }) => name === 'Metadata')).toHaveLength(1);
  });

  it('a wait for another attempt ends at the deadline, too', async () => {
    const deadline = new AbortController();
    const patience = { wait: () => new Promise<void>(() => deadline.abort()), random: () => 0 };
    const on = await stage({}, { deadline: deadline.signal, patience });
    on.kafka.inject({ request: 'Metadata', does: 'disconnect' });

    expect((await failureOf(on.admin.topics())).awsCode).toBe('DEADLINE_EXCEEDED');
  });
});

describe('brokers that cannot be reached', () => {
  it('where no broker can be reached, the method fails and says where it tried', async () => {
    const on = await stage();
    await on.kafka.stopBroker(1);

    const failure = await failureOf(on.admin.topics());

    expect(failure).toMatchObject({ code: 'UNAVAILABLE', awsCode: 'BROKER_NOT_AVAILABLE' });
    expect(failure.message).toContain(on.kafka.bootstrap[0]);
    expect(on.waits).toHaveLength(4);
  });

  it('where one broker cannot be reached, sizes and groups are told as incomplete', async () => {
    const on = await stage({ brokers: 2 });
    withOrders(on);
    on.kafka.world.commit('readers', 'team.orders', 0, 2n);
    on.kafka.inject({ request: 'DescribeLogDirs', broker: 2, does: 'disconnect', times: 9 });
    on.kafka.inject({ request: 'ListGroups', broker: 2, does: 'disconnect', times: 9 });

    const sizes = await on.admin.sizes(['team.orders']);
    const groups = await on.admin.groupOffsets();

    expect(sizes).toMatchObject({ kind: 'known', value: { complete: false, sizes: [{ partition: 0, bytes: 500n }] } });
    expect(groups).toMatchObject({ complete: false, groups: [{ group: 'readers', answer: { kind: 'known' } }] });
  });

  it('a replica on a dead broker makes sizes incomplete', async () => {
    const on = await stage({ brokers: 2 });
    on.kafka.world.createTopic({ name: 'team.orders', partitions: 1, replicationFactor: 2 });
    await on.kafka.stopBroker(2);

    expect(await on.admin.sizes(['team.orders'])).toMatchObject({ kind: 'known', value: { complete: false } });
  });

  it('each broker gets one connection, however much is asked at once', async () => {
    const on = await stage({ brokers: 3 });
    withOrders(on);

    await Promise.all([
      on.admin.topics(),
      on.admin.offsets(orders, 'latest'),
      on.admin.groupOffsets(),
      on.admin.cluster(),
    ]);

    const hellos = on.kafka.requests.filter(({ name }) => name === 'ApiVersions').map(({ node }) => node);
    expect(hellos.sort()).toEqual([1, 2, 3]);
  });
});

describe('a changing controller', () => {
  it('the client follows the controller when it changes', async () => {
    const on = await stage({ brokers: 2 });
    on.kafka.onRequest = ({ name }) => {
      if (name === 'CreateTopics') on.kafka.world.controller = 2;
    };

    expect(await on.admin.createTopic(spec, { validateOnly: false })).toMatchObject({ kind: 'known' });
    expect(on.kafka.requests.filter(({ name }) => name === 'CreateTopics').map(({ node }) => node)).toEqual([1, 2]);
  });

  it('a changing controller is waited for while there is none', async () => {
    const on = await stage();
    on.kafka.world.controller = -1;
    on.kafka.onRequest = () => {
      if (on.waits.length > 0) on.kafka.world.controller = 1;
    };

    expect(await on.admin.createTopic(spec, { validateOnly: false })).toMatchObject({ kind: 'known' });
  });
});

describe('a quota', () => {
  it('a quota is respected: as long as the broker asks for, and then again', async () => {
    const on = await stage();
    on.kafka.world.throttleMs = 700;
    let refusals = 2;
    on.kafka.world.refuses = (request) => {
      if (request !== 'CreateTopics' || refusals === 0) return 0;
      refusals -= 1;
      return errorCodes.throttled;
    };

    expect(await on.admin.createTopic(spec, { validateOnly: false })).toMatchObject({ kind: 'known' });
    expect(on.waits).toEqual([700, 700]);
  });
});

describe('what is not allowed', () => {
  it('what is not allowed is refused per topic and told by name; the rest is answered', async () => {
    const on = await stage();
    withOrders(on);
    on.kafka.world.createTopic({ name: 'others.secret' });
    on.kafka.world.refuses = (_request, name) => (name === 'others.secret' ? errorCodes.topicNotAuthorized : 0);
    const secret = { topic: 'others.secret', partition: 0 };

    expect([...(await on.admin.topics()).keys()]).toEqual(['team.orders']);
    expect((await on.admin.topics(['others.secret'])).get('others.secret')).toMatchObject({
      code: 'TOPIC_AUTHORIZATION_FAILED',
      retryable: false,
    });
    expect((await on.admin.topicConfigs(['others.secret', 'team.orders'])).get('others.secret')).toMatchObject({
      code: 'TOPIC_AUTHORIZATION_FAILED',
    });
    const answers = await on.admin.deleteRecords([{ ...secret, offset: 0n }, ...cuts]);
    expect(answers.map(({ answer }) => (answer.kind === 'known' ? answer.value : answer.code))).toEqual([
      'TOPIC_AUTHORIZATION_FAILED',
      3n,
      3n,
    ]);
  });

  it.each(['kafka-4.1', 'oldest'] as const)('sizes on %s are unknown, never zero', async (profile) => {
    const on = await stage({ profile });
    withOrders(on);
    on.kafka.world.refuses = (request) => (request === 'DescribeLogDirs' ? errorCodes.clusterNotAuthorized : 0);

    expect(await on.admin.sizes(['team.orders'])).toMatchObject({
      kind: 'refused',
      code: 'CLUSTER_AUTHORIZATION_FAILED',
    });
  });

  it('groups that may not be read are named, with the reason', async () => {
    const on = await stage();
    withOrders(on);
    for (const group of ['mine', 'theirs']) on.kafka.world.commit(group, 'team.orders', 0, 2n);
    on.kafka.world.refuses = (_request, name) => (name === 'theirs' ? errorCodes.groupNotAuthorized : 0);

    const { groups } = await on.admin.groupOffsets();

    expect(groups).toMatchObject([
      { group: 'mine', answer: { kind: 'known' } },
      { group: 'theirs', answer: { kind: 'refused', code: 'GROUP_AUTHORIZATION_FAILED' } },
    ]);
  });
});

describe('groups', () => {
  it('groups whose coordinator moves are asked for again', async () => {
    const on = await stage({ brokers: 2 });
    withOrders(on);
    on.kafka.world.commit('readers', 'team.orders', 0, 2n);
    on.kafka.onRequest = ({ name }) => {
      const group = on.kafka.world.groups.get('readers');
      if (name === 'OffsetFetch' && group) group.coordinator = 2;
    };

    expect((await on.admin.groupOffsets()).groups).toMatchObject([{ group: 'readers', answer: { kind: 'known' } }]);
  });

  it('groups that share records are named as unknown', async () => {
    const on = await stage();
    withOrders(on);
    on.kafka.world.commit('sharers', 'team.orders', 0, 2n);
    const group = on.kafka.world.groups.get('sharers');
    if (group) group.type = 'share';

    expect((await on.admin.groupOffsets()).groups).toMatchObject([{ group: 'sharers', answer: { kind: 'refused' } }]);
  });

  it('groups of any number are read', async () => {
    const on = await stage();
    withOrders(on);
    for (let index = 0; index < 120; index += 1) on.kafka.world.commit(`g${index}`, 'team.orders', 1, BigInt(index));

    const { groups } = await on.admin.groupOffsets();

    expect(groups).toHaveLength(120);
    expect(groups.every(({ answer }) => answer.kind === 'known')).toBe(true);
    expect(on.kafka.requests.filter(({ name }) => name === 'OffsetFetch')).toHaveLength(3);
  });
});

describe('MSK Serverless', () => {
  it('MSK Serverless offers neither DeleteRecords nor DescribeLogDirs: both are refused as such, all else works', async () => {
    const on = await stage({ profile: 'msk-serverless' });
    withOrders(on);
    on.kafka.world.commit('readers', 'team.orders', 0, 2n);

    expect(await on.admin.capabilities()).toEqual({
      deleteRecords: false,
      describeLogDirs: false,
      deleteTopicsById: true,
    });
    expect((await on.admin.deleteRecords(cuts)).map(({ answer }) => answer)).toMatchObject([
      { code: 'UNSUPPORTED_VERSION', retryable: false },
      { code: 'UNSUPPORTED_VERSION', retryable: false },
    ]);
    expect(await on.admin.sizes(['team.orders'])).toMatchObject({ kind: 'refused', code: 'UNSUPPORTED_VERSION' });
    expect((await on.admin.topics()).get('team.orders')).toMatchObject({ kind: 'known' });
    expect((await on.admin.groupOffsets()).groups).toMatchObject([{ group: 'readers', answer: { kind: 'known' } }]);
    expect(await on.admin.createTopic(spec, { validateOnly: false })).toMatchObject({ kind: 'known' });
    expect(startsOf(on)).toEqual([0n, 0n]);
    expect(on.kafka.requests.find(({ name }) => name === 'Metadata')?.version).toBe(11);
  });
});

describe('an answer that cannot be read', () => {
  it('an answer that cannot be read is a fault of this program, and nothing is made of it', async () => {
    const on = await stage();
    on.kafka.inject({ request: 'Metadata', does: 'garbage', times: 99 });

    expect(await failureOf(on.admin.topics())).toMatchObject({ code: 'INTERNAL' });
  });
});

describe('many partitions', () => {
  it('many partitions are cut in several requests, each of a size that a broker can take', async () => {
    const on = await stage();
    on.kafka.world.createTopic({ name: 'team.wide', partitions: 1_200 });
    const all = Array.from({ length: 1_200 }, (_, partition) => ({ topic: 'team.wide', partition }));

    const answers = await on.admin.offsets(all, 'latest');

    expect(answers.map(({ partition }) => partition)).toEqual(all.map(({ partition }) => partition));
    expect(answers.every(({ answer }) => answer.kind === 'known')).toBe(true);
    expect(on.kafka.requests.filter(({ name }) => name === 'ListOffsets')).toHaveLength(3);
  });
});
