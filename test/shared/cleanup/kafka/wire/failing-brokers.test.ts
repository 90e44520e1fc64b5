import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, cuts, failureOf, orders, spec, stage, startsOf, withOrders } from './stage.ts';

afterEach(closeAll);

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
