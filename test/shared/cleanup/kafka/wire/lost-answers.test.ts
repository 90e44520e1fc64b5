import { afterEach, describe, expect, it, vi } from 'vitest';
import { wireLimits } from '#cleanup/kafka/wire/limits.ts';
import { errorCodes } from '#test/support/kafka/fake-reads.ts';
import { closeAll, cuts, failureOf, spec, stage, withOrders } from './stage.ts';

afterEach(closeAll);

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
    const count = 2 * wireLimits.partitionsPerRequest + 1;
    on.kafka.world.createTopic({ name: 'team.wide', partitions: count });
    const all = Array.from({ length: count }, (_, partition) => ({ topic: 'team.wide', partition }));

    const answers = await on.admin.offsets(all, 'latest');

    expect(answers.map(({ partition }) => partition)).toEqual(all.map(({ partition }) => partition));
    expect(answers.every(({ answer }) => answer.kind === 'known')).toBe(true);
    expect(on.kafka.requests.filter(({ name }) => name === 'ListOffsets')).toHaveLength(3);
  });

  it('many partitions that are asked for several offsets at once are looked up once', async () => {
    const on = await stage();
    on.kafka.world.createTopic({ name: 'team.wide', partitions: 3 });
    const all = [0, 1, 2].map((partition) => ({ topic: 'team.wide', partition }));
    const looks = () => on.kafka.requests.filter(({ name }) => name === 'Metadata').length;
    const before = looks();

    await Promise.all([on.admin.offsets(all, 'latest'), on.admin.offsets(all, 'stable')]);
    expect(looks() - before).toBe(1);

    await on.admin.offsets(all, 'latest');
    expect(looks() - before).toBe(2);
  });
});
