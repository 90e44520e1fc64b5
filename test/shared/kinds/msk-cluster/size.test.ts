// What a cluster of Kafka is priced by, and what is not known of it is not priced at nothing.
import { describe, expect, it } from 'vitest';
import { kafkaSizes } from '#kinds/msk-cluster/size.ts';

const sizeOf = async (cluster: object) => {
  const client = { send: async () => ({ ClusterInfoList: [{ ClusterName: 'kafka', ...cluster }] }) } as never;
  return (await kafkaSizes(client, ['kafka'])).get('kafka');
};

const unknown = { whileUp: [], always: [], unknown: 'cannot read its brokers' };
const brokers = (NumberOfBrokerNodes: number | undefined, InstanceType?: string) => ({
  Provisioned: { NumberOfBrokerNodes, BrokerNodeGroupInfo: { InstanceType } },
});

describe('what a cluster of Kafka is priced by', () => {
  it.each<[what: string, cluster: object, expected: object]>([
    [
      'its brokers',
      brokers(3, 'kafka.m7g.large'),
      { whileUp: [{ price: 'msk/kafka.m7g.large', quantity: 3 }], always: [] },
    ],
    ['one broker', brokers(1, 'express.m7g.large'), { whileUp: [{ price: 'msk/m7g.large', quantity: 1 }], always: [] }],
    [
      'the hour',
      { ClusterType: 'SERVERLESS' },
      { whileUp: [{ price: 'msk-serverless/cluster', quantity: 1 }], always: [] },
    ],
    ['nothing where it has no brokers', brokers(0, 'kafka.m7g.large'), unknown],
    ['nothing where their number is not told', brokers(undefined, 'kafka.m7g.large'), unknown],
    ['nothing where their size is not told', brokers(3), unknown],
    ['nothing where nothing is told', {}, unknown],
  ])('what a cluster of Kafka is priced by is %s', async (_, cluster, expected) => {
    expect(await sizeOf(cluster)).toEqual(expected);
  });
});
