import { afterEach, describe, expect, it } from 'vitest';
import { errorCodes } from '#test/support/kafka/fake-reads.ts';
import { closeAll, cuts, spec, stage, startsOf, withOrders } from './stage.ts';

afterEach(closeAll);

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
