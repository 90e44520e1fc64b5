import { ListClustersV2Command } from '@aws-sdk/client-kafka';
import { describe, expect, it } from 'vitest';
import { kafka, named } from '#test/support/definitions.ts';
import { describeAwsErrors, mockedAws, observationOf, sent } from '#test/support/sdk-mocks.ts';

describe('MSK clusters', () => {
  it('MSK clusters are found by name on whatever page they are', async () => {
    const aws = mockedAws();
    aws.kafka
      .on(ListClustersV2Command)
      .resolvesOnce({ ClusterInfoList: [{ ClusterName: 'atlas-a', State: 'ACTIVE' }], NextToken: 'more' })
      .resolvesOnce({ ClusterInfoList: [{ ClusterName: 'atlas-b' }] });

    const readings = await aws.observe([kafka('a'), kafka('b'), kafka('c')]);

    expect(observationOf(readings, 'a')).toEqual({ kind: 'msk-cluster', status: 'ACTIVE' });
    expect(observationOf(readings, 'b')).toEqual({ kind: 'msk-cluster', status: 'unknown' });
    expect(readings.get('c')).toEqual({ state: 'absent' });
    expect(sent(aws.kafka)).toEqual([
      ['ListClustersV2Command', { MaxResults: 100 }],
      ['ListClustersV2Command', { MaxResults: 100, NextToken: 'more' }],
    ]);
  });

  it('an answer without any field means that the resource is absent', async () => {
    expect((await mockedAws().observe([kafka('x')])).get(named('x'))).toEqual({ state: 'absent' });
  });
});

describeAwsErrors({
  reads: [['ListClustersV2', (aws, error) => aws.kafka.on(ListClustersV2Command).rejects(error), kafka('x')]],
  changes: [],
});
