// The rules of a cleanup that change while a run is at work: each act obeys those of its moment.
import { describe, expect, it } from 'vitest';
import { executeRun } from '#cleanup/execute/execute.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { InputError } from '#core/errors.ts';
import { cleanupOf, recreating, rulesOf, topicIn } from '#test/support/cleanups.ts';
import { memoryKafka } from '#test/support/memory-kafka.ts';

/** The rules become others right before `orders.b` is compared for the last time: it is rehearsed, and still there. */
const executedWhile = async (planned: CleanupRules, later: () => CleanupRules) => {
  const kafka = memoryKafka();
  for (const name of ['orders.a', 'orders.b']) kafka.add(name, { records: 10 });
  const { deps, plan } = cleanupOf(kafka.admin);
  const { planHash } = await plan(planned);
  let rules = () => planned;
  kafka.before = ({ method, about }) => {
    if (method === 'createTopic' && about === 'orders.b (validate)') rules = later;
    return undefined;
  };
  const report = await executeRun({ planHash, rulesFor: () => rules(), requestedBy: 'ana' }, deps);
  return { kafka, report };
};

describe('rules that change while a run is at work', () => {
  it.each<[what: string, later: () => CleanupRules, code: string]>([
    ['it is denied', () => recreating({ deny: ['orders.b'] }), 'DENIED_TOPIC'],
    ['the cap is lower', () => recreating({ caps: { topicsMax: 1 } }), 'CAP_PASSED'],
    [
      'no rule is about it',
      () => recreating({ prefixes: [{ prefix: 'orders.a', strategy: 'recreate' }] }),
      'RULES_CHANGED',
    ],
    [
      'nobody knows them any more',
      () => {
        throw new InputError('topics.yaml cannot be read');
      },
      'RULES_CHANGED',
    ],
  ])('rules that change while a run is at work leave a topic alone when %s', async (_, later, errorCode) => {
    const { kafka, report } = await executedWhile(recreating(), later);

    expect(topicIn(report, 'orders.b')).toMatchObject({ outcome: 'skipped', errorCode });
    expect(kafka.topics.get('orders.b')?.id).toBe('id-2');
  });

  it('rules that change while a run is at work do not make it do more than its plan says', async () => {
    const wider = () => rulesOf({ prefixes: [{ prefix: 'orders.', strategy: 'truncate' }], accept: ['compacted'] });
    const { kafka, report } = await executedWhile(recreating(), wider);

    expect(topicIn(report, 'orders.b')).toMatchObject({ outcome: 'skipped', errorCode: 'RULES_CHANGED' });
    expect(kafka.records('orders.b')).toBe(20);
  });
});

describe('a definition that is applied after the emptying', () => {
  const definition = { name: 'orders.a', partitions: 2, replicationFactor: 1, configs: { 'retention.ms': '9' } };

  it.each<[strategy: 'truncate' | 'recreate', act: string, outcome: string]>([
    ['truncate', 'deleteRecords', 'all records from before the plan are deleted'],
    ['recreate', 'deleteTopic', 'deleted and recreated with the same settings'],
  ])(
    'a definition that is applied after the emptying (%s) is not where the topic is denied by then',
    async (strategy, act, done) => {
      const kafka = memoryKafka();
      kafka.add('orders.a', { records: 10 });
      const { deps, plan } = cleanupOf(kafka.admin);
      const rules = rulesOf({
        prefixes: [{ prefix: 'orders.', strategy }],
        topics: [definition],
        applyDefinitions: true,
      });
      const { planHash } = await plan(rules);
      let today = rules;
      kafka.after = ({ method }) => {
        if (method === act) today = { ...rules, deny: ['orders.a'] };
        return undefined;
      };
      const report = await executeRun({ planHash, rulesFor: () => today, requestedBy: 'ana' }, deps);
      const found = topicIn(report, 'orders.a');

      expect(found).toMatchObject({ outcome: 'failed', errorCode: 'DENIED_TOPIC' });
      expect(found.reason).toContain(`${done}; its definition is not applied: on the deny list`);
      expect(kafka.topics.get('orders.a')?.configs.has('retention.ms')).toBe(false);
      expect(report.next).toMatchObject({ mode: 'plan' });
    },
  );

  it('a definition that is applied after the emptying is not where nobody knows the rules any more', async () => {
    const kafka = memoryKafka();
    kafka.add('orders.a', { records: 10 });
    const { deps, plan } = cleanupOf(kafka.admin);
    const rules = rulesOf({ topics: [definition], applyDefinitions: true });
    const { planHash } = await plan(rules);
    let today = () => rules;
    kafka.after = ({ method }) => {
      if (method === 'deleteRecords')
        today = () => {
          throw new InputError('topics.yaml cannot be read');
        };
      return undefined;
    };
    const report = await executeRun({ planHash, rulesFor: () => today(), requestedBy: 'ana' }, deps);

    expect(topicIn(report, 'orders.a')).toMatchObject({ outcome: 'failed', errorCode: 'RULES_CHANGED' });
    expect(kafka.topics.get('orders.a')?.configs.has('retention.ms')).toBe(false);
  });
});
