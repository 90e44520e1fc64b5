// Whoever is to be called is called, however much is said at once: by the message itself, or by what stands for it.
import { describe, expect, it } from 'vitest';
import type { Expectation } from '#core/expectation.ts';
import type { NotificationRoute } from '#definition/definition.ts';
import {
  alarmBody,
  batchOf,
  benchStart,
  definitionFor,
  type NotifyBench,
  notifyBench,
} from '#test/support/notify-bench.ts';

const onCall: NotificationRoute = {
  name: 'on-call',
  when: { source: ['alarm'], name: ['*-is-down'], state: ['alarm'] },
  mention: 'S012AB3CD',
};
const call = '<!subteam^S012AB3CD>';

const benchWith = (routes: readonly NotificationRoute[] = [onCall], more: Parameters<typeof notifyBench>[1] = {}) =>
  notifyBench([], {
    definition: (environment) => {
      const definition = definitionFor(environment);
      return { ...definition, notifications: { ...definition.notifications, routes } };
    },
    ...more,
  });

const deliver = async (bench: NotifyBench, names: readonly string[], state = 'ALARM'): Promise<void> => {
  for (let from = 0; from < names.length; from += 10)
    await bench.notify(
      batchOf(...names.slice(from, from + 10).map((name) => alarmBody({ name, state, at: bench.nowMs() }))),
    );
};

const numbered = (prefix: string, count: number, suffix = ''): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}${suffix}`);

const calling = (bench: NotifyBench): string[] => bench.texts().filter((text) => text.includes(call));

describe('a storm', () => {
  it('a storm mentions in its digest the people that its messages would have mentioned', async () => {
    const bench = benchWith();
    await deliver(bench, numbered('shop', 8, '-is-down'));
    bench.pass(70);
    await bench.remind();

    expect(bench.texts().at(-1)).toMatch(/5 more notifications/);
    expect(calling(bench)).toHaveLength(4);
  });

  it('a storm of other alarms does not fill the window of those that call somebody', async () => {
    const bench = benchWith();
    await deliver(bench, numbered('noise', 30));
    await deliver(bench, ['shop-is-down']);

    expect(calling(bench)).toEqual([expect.stringContaining('`shop-is-down`')]);
    bench.pass(70);
    await bench.remind();
    expect(calling(bench)).toHaveLength(1);
  });

  it('a storm never folds what is critical', async () => {
    const bench = benchWith([]);
    await deliver(bench, numbered('cpu', 10));
    const finding = {
      source: 'aws.inspector2',
      'detail-type': 'Inspector2 Finding',
      detail: { title: 'CVE-2026-1 - openssl', severity: 'CRITICAL', status: 'ACTIVE' },
    };
    await bench.notify(batchOf(JSON.stringify(finding)));

    expect(bench.texts().at(-1)).toContain('🚨 Inspector2 Finding `CVE-2026-1 - openssl`');
  });

  it('a digest of a storm names what was measured, and since when', async () => {
    const bench = benchWith([]);
    await deliver(bench, numbered('cpu', 5));
    bench.pass(70);
    await bench.remind();

    const digest = JSON.stringify(bench.posts.at(-1));
    expect(digest).toMatch(/🔴 ALARM: `cpu-4` average CPUUtilization &gt; 80 % for 1 min, now 91 % · since <!date/);
  });
});

describe('an alarm that flaps', () => {
  const flap = async (bench: NotifyBench, changes: number): Promise<void> => {
    for (let change = 0; change < changes; change++) {
      await deliver(bench, ['shop-is-down'], change % 2 === 0 ? 'ALARM' : 'OK');
      bench.pass(90);
    }
  };
  const settle = async (bench: NotifyBench): Promise<void> => {
    for (const _round of [1, 2]) {
      bench.pass(16 * 60);
      await bench.remind();
    }
  };

  it('an alarm that flaps mentions people when its flapping is posted, whichever of its changes that is, and when it settles in alarm', async () => {
    const bench = benchWith();
    await flap(bench, 9);
    expect(bench.texts()[3]).toMatch(/is flapping/);
    await settle(bench);

    expect(bench.texts()[4]).toMatch(/has settled in ALARM/);
    expect(calling(bench)).toEqual([0, 2, 3, 4].map((index) => bench.texts()[index]));
  });

  it('an alarm that flaps calls nobody when it settles in OK', async () => {
    const bench = benchWith();
    await flap(bench, 8);
    await settle(bench);

    expect(bench.texts().at(-1)).toMatch(/has settled in OK/);
    expect(bench.texts().at(-1)).not.toContain(call);
  });
});

describe('what is still in alarm after a planned downtime', () => {
  const minutes = (count: number): string => new Date(Date.parse(benchStart) + count * 60_000).toISOString();
  const expectation: Expectation = {
    run: 'prod-stop-1',
    reason: 'stop of prod',
    from: minutes(-20),
    until: minutes(60),
    alarms: ['shop-is-down', 'scoring-tasks', 'money-is-down'],
    identities: [],
  };

  it('what is still in alarm after a planned downtime is posted on its own route, and mentions the people of that route', async () => {
    const money: NotificationRoute = {
      name: 'money',
      when: { name: ['money-*'] },
      slack: { channel: '#money', webhookSecret: 'secret-money' },
      mention: 'U012AB3CD',
    };
    const bench = benchWith([money, onCall]);
    await bench.state.expect('prod', expectation);
    await deliver(bench, ['scoring-tasks', 'shop-is-down', 'money-is-down']);
    for (let hop = 0; hop < 8; hop++) {
      bench.pass(15 * 60);
      await bench.remind();
    }

    const said = bench.posts.map(({ url, message }) => [url.split('/').at(-1), message.text.includes(call)]);
    expect(said.toSorted()).toEqual([
      ['secret-money', false],
      ['secret-prod', false],
      ['secret-prod', true],
    ]);
    expect(bench.texts().join()).toContain('<@U012AB3CD>');
  });
});

describe('several routes', () => {
  const audit: NotificationRoute = {
    ...{ name: 'audit', when: { source: ['alarm'] }, continue: true },
    slack: { channel: '#audit', webhookSecret: 'secret-audit' },
  };

  it('several routes get the same alarm, and only the one that mentions somebody mentions', async () => {
    const bench = benchWith([audit, onCall]);
    await deliver(bench, ['shop-is-down']);

    expect(bench.done.filter((one) => one.startsWith('post'))).toEqual(['post secret-audit', 'post secret-prod']);
    expect(calling(bench)).toHaveLength(1);
  });

  it('several routes get an alarm again only where it did not arrive', async () => {
    const bench = benchWith([audit]);
    const batch = batchOf(alarmBody({ name: 'shop-is-down', at: bench.nowMs() }));
    await bench.notify(batch);
    await bench.notify(batch);

    expect(bench.posts).toHaveLength(2);
  });

  it('several routes may take an alarm for as bad as they please: what counts as critical is never folded', async () => {
    const bench = benchWith([{ name: 'shop', when: { name: ['shop-*'] }, severity: 'critical' }]);
    await deliver(bench, numbered('noise', 5));
    await deliver(bench, ['shop-is-down']);

    expect(bench.texts().at(-1)).toContain('🚨 `shop-is-down` is in alarm');
  });
});
