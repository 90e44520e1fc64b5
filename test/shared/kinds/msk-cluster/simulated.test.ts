import { ListClustersV2Command } from '@aws-sdk/client-kafka';
import { describe, expect, it } from 'vitest';
import { simulatedCloud } from '#test/support/cloud.ts';
import { kafka, numbered } from '#test/support/definitions.ts';

describe('simulated MSK clusters', () => {
  it('simulated MSK clusters are active unless the world says otherwise', async () => {
    const { clients } = simulatedCloud([kafka('a'), kafka('b')], { world: { b: { status: 'HEALING' } } });

    expect(await clients.kafka.send(new ListClustersV2Command({}))).toMatchObject({
      ClusterInfoList: [
        { ClusterName: 'atlas-a', State: 'ACTIVE' },
        { ClusterName: 'atlas-b', State: 'HEALING' },
      ],
    });
  });

  it('simulated MSK clusters come in pages, nothing missing and nothing twice', async () => {
    const { clients } = simulatedCloud(numbered(150, 'kafka', (name) => kafka(name)));

    const first = await clients.kafka.send(new ListClustersV2Command({ MaxResults: 100 }));
    const second = await clients.kafka.send(new ListClustersV2Command({ MaxResults: 100, NextToken: first.NextToken }));

    const pages = [first, second].map(({ ClusterInfoList = [] }) => ClusterInfoList);
    expect(pages.map((page) => page.length)).toEqual([100, 50]);
    expect(new Set(pages.flat().map(({ ClusterName }) => ClusterName)).size).toBe(150);
    expect(second.NextToken).toBeUndefined();
  });

  it('simulated MSK clusters come by the ten when nobody asks for more', async () => {
    const { clients } = simulatedCloud(numbered(12, 'kafka', (name) => kafka(name)));

    const page = await clients.kafka.send(new ListClustersV2Command({}));

    expect(page.ClusterInfoList).toHaveLength(10);
    expect(page.NextToken).toBeDefined();
  });

  it('simulated MSK clusters change when someone else changes them', () => {
    const aws = simulatedCloud([kafka('a')]);

    aws.set('a', { status: 'MAINTENANCE' });
    aws.set('a', { status: 'ACTIVE' });

    expect(aws.statuses('a')).toEqual(['MAINTENANCE', 'ACTIVE']);
  });
});
