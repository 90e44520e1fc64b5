// The listener that is like MSK's 9098: TLS, OAUTHBEARER, sessions that end, an authorizer for what IAM does there.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaAdmin, TopicSpec } from '#cleanup/kafka/kafka-admin.ts';
import { eventually } from '#test/support/kafka/kafka-admin-contract.ts';
import { sessionMs } from '../../scripts/integration/kafka-properties.ts';
import {
  adminAs,
  adminOfCluster,
  freshPrefix,
  type Grant,
  grant,
  isOwnCluster,
  produce,
  removeAll,
} from './support/kafka.ts';

describe.runIf(isOwnCluster)('over TLS with tokens', () => {
  const prefix = freshPrefix();
  const ours = `${prefix}team.orders`;
  const theirs = `${prefix}others.orders`;
  const spec: TopicSpec = { name: ours, partitions: 2, replicationFactor: 1, configs: {} };
  const open: KafkaAdmin[] = [];
  let superUser: KafkaAdmin;

  const as = (subject: string): KafkaAdmin => {
    const admin = adminAs(subject);
    open.push(admin);
    return admin;
  };
  const operator = ['create', 'delete', 'alter', 'describe', 'describeConfigs', 'alterConfigs'] as const;
  const onPrefix = (name: string): Grant[] =>
    operator.map((operation) => ({ on: 'topic', pattern: 'prefixed', name, operation }));

  beforeAll(async () => {
    superUser = adminOfCluster();
    for (const name of [ours, theirs]) await superUser.createTopic({ ...spec, name }, { validateOnly: false });
    await eventually('the topics', async () => (await superUser.topics()).has(theirs) || undefined);
    for (const topic of [ours, theirs]) await produce(topic, 0, 5);
  });
  afterEach(async () => {
    for (const admin of open.splice(0)) await admin.close();
  });
  afterAll(async () => {
    await removeAll(superUser, prefix);
    await superUser.close();
  });

  it('a session is renewed before it ends, while requests go on', async () => {
    const subject = `${prefix}renewer`;
    await grant(subject, onPrefix(`${prefix}team.`));
    const admin = as(subject);
    await eventually('the grant', async () => (await admin.topics()).has(ours) || undefined);
    const endsMs = Date.now() + 2.5 * sessionMs;

    let looks = 0;
    for (; Date.now() < endsMs; looks += 1)
      expect(await admin.offsets([{ topic: ours, partition: 0 }], 'latest')).toMatchObject([
        { answer: { kind: 'known', value: 5n } },
      ]);

    expect(looks).toBeGreaterThan(20);
  });

  it('whoever may touch one prefix sees and changes nothing else', async () => {
    const subject = `${prefix}operator`;
    await grant(subject, onPrefix(`${prefix}team.`));
    const admin = as(subject);
    await eventually('the grant', async () => (await admin.topics()).has(ours) || undefined);

    expect([...(await admin.topics()).keys()]).toEqual([ours]);
    expect((await admin.topics([theirs])).get(theirs)).toMatchObject({ code: 'TOPIC_AUTHORIZATION_FAILED' });
    const cuts = [ours, theirs].map((topic) => ({ topic, partition: 0, offset: 5n }));
    expect((await admin.deleteRecords(cuts)).map(({ answer }) => answer)).toMatchObject([
      { kind: 'known', value: 5n },
      { kind: 'refused', code: 'TOPIC_AUTHORIZATION_FAILED' },
    ]);
    const created = [`${prefix}team.new`, `${prefix}others.new`].map((name) =>
      admin.createTopic({ ...spec, name }, { validateOnly: false }),
    );
    expect(await Promise.all(created)).toMatchObject([{ kind: 'known' }, { code: 'TOPIC_AUTHORIZATION_FAILED' }]);
    expect(await admin.setTopicConfigs(theirs, { 'retention.ms': '1000' })).toMatchObject({
      code: 'TOPIC_AUTHORIZATION_FAILED',
    });
    expect(await superUser.offsets([{ topic: theirs, partition: 0 }], 'earliest')).toMatchObject([
      { answer: { kind: 'known', value: 0n } },
    ]);
  });

  it('a topic of others is not deleted by its id either', async () => {
    const subject = `${prefix}deleter`;
    await grant(subject, onPrefix(`${prefix}team.`));
    const admin = as(subject);
    await eventually('the grant', async () => (await admin.topics()).has(ours) || undefined);
    const found = (await superUser.topics([theirs])).get(theirs);
    const id = found?.kind === 'known' ? found.value.id : '';

    expect(await admin.deleteTopic(id)).toMatchObject({ kind: 'refused', code: 'TOPIC_AUTHORIZATION_FAILED' });
    expect((await superUser.topics([theirs])).get(theirs)).toMatchObject({ kind: 'known', value: { id } });
  });

  it('sizes are unknown, never zero, without the right to describe the cluster', async () => {
    const subject = `${prefix}sizer`;
    await grant(subject, onPrefix(`${prefix}team.`));
    const admin = as(subject);
    await eventually('the grant', async () => (await admin.topics()).has(ours) || undefined);

    expect(await admin.sizes([ours])).toMatchObject({ kind: 'refused', code: 'CLUSTER_AUTHORIZATION_FAILED' });
  });

  it('a token that the broker does not accept is told as such, at once', async () => {
    const wrong = adminAs('');
    open.push(wrong);

    await expect(wrong.topics()).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });
});
