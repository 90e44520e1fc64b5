// Which of several metrics an alarm is about.
import { describe, expect, it } from 'vitest';
import { conditionOf, trigger } from '#notify/sources/cloudwatch-alarm/trigger.ts';

const metric = (Id: string, name: string, ReturnData?: unknown) => ({
  Id,
  ReturnData,
  MetricStat: { Metric: { MetricName: name, Namespace: `of ${name}`, Dimensions: [] }, Period: 60, Stat: 'Sum' },
});

const conditionAbout = (...metrics: object[]) => {
  const parsed = trigger.parse({ Metrics: metrics });
  if (!parsed) throw new Error('not a trigger');
  return conditionOf(parsed);
};

describe('of an alarm over several metrics', () => {
  it.each([[true], ['true'], ['True']])(
    'an alarm over several metrics names the one that returns data (%o), wherever it stands',
    (returns) => {
      const others = [metric('m1', 'Requests', false), metric('m2', 'Errors'), metric('m3', 'Retries', 'false')];
      const alarmed = metric('m4', 'Latency', returns);

      for (const at of [0, 1, 3])
        expect(conditionAbout(...others.toSpliced(at, 0, alarmed))).toMatchObject({
          metric: 'Latency',
          namespace: 'of Latency',
        });
    },
  );

  it('an alarm over several metrics names the first when none says that it returns data', () => {
    expect(conditionAbout(metric('m1', 'Requests'), metric('m2', 'Errors')).metric).toBe('Requests');
  });
});
