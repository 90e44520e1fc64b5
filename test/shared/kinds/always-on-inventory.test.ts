// What `curfew init` finds of what nothing can stop: by ARNs as AWS's service authorization reference has them.
import { expect, it } from 'vitest';
import { alwaysOnServices } from '#kinds/always-on/definition.ts';
import { alwaysOnResources, listedServices } from '#kinds/always-on/inventory.ts';
import { newReader } from '#kinds/inventory/reader.ts';

type Row = {
  readonly ResourceARN: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
};

const foundIn = async (...rows: readonly Row[]) => {
  const asked: unknown[] = [];
  const send = async ({ input }: { readonly input: { readonly PaginationToken?: string } }) => {
    asked.push(input);
    return input.PaginationToken
      ? { ResourceTagMappingList: rows, PaginationToken: '' }
      : { ResourceTagMappingList: [], PaginationToken: 'page 2' };
  };
  return { found: await alwaysOnResources({ send } as never, newReader()), asked };
};

const at = (rest: string): string => {
  const [service = '', ...end] = rest.split(' ');
  return `arn:aws:${service}:eu-west-1:111122223333:${end.join(' ')}`;
};

it.each([
  ['airflow environment/atlas-airflow', 'mwaa', 'atlas-airflow'],
  ['cassandra /keyspace/metadata/', 'keyspaces', 'metadata'],
  ['ec2 natgateway/nat-0123456789abcdef0', 'nat-gateway', 'nat-0123456789abcdef0'],
  ['elasticloadbalancing loadbalancer/app/public/50dc6c495c0c9188', 'load-balancer', 'public'],
  ['elasticloadbalancing loadbalancer/net/inside/50dc6c495c0c9188', 'load-balancer', 'inside'],
  ['elasticloadbalancing loadbalancer/old-one', 'load-balancer', 'old-one'],
  ['es domain/search', 'opensearch', 'search'],
  ['memorydb cluster/sessions', 'memorydb', 'sessions'],
  ['mq broker:orders:b-1234a5b6-78cd-901e-2345-16fb71e4f33d', 'amazon-mq', 'orders'],
  ['redshift-serverless workgroup/5b6a1f4a-0e9a-4530', 'redshift-serverless', '5b6a1f4a-0e9a-4530'],
])('curfew init finds %s as always-on: %s %s', async (arn, service, id) => {
  const { found } = await foundIn({ ResourceARN: at(arn) });

  expect(found).toMatchObject([{ identity: { kind: 'always-on', service, id }, id }]);
});

it.each([
  'cassandra /keyspace/metadata/table/lineage',
  'elasticloadbalancing targetgroup/public/50dc6c495c0c9188',
  'ec2 instance/i-0123456789abcdef0',
  'memorydb snapshot/nightly',
  'mq configuration:c-1',
  'redshift-serverless namespace/5b6a1f4a-0e9a-4530',
  'airflow role/atlas/User',
  's3 atlas',
])('curfew init takes nothing for always-on that has no price by the hour: %s', async (arn) => {
  expect((await foundIn({ ResourceARN: at(arn) })).found).toEqual([]);
});

it('a NAT gateway is known by its id and called by its name', async () => {
  const Tags = [{ Key: 'Name', Value: 'atlas-dev-nat' }];
  const { found, asked } = await foundIn({ ResourceARN: at('ec2 natgateway/nat-0123456789abcdef0'), Tags });

  expect(found).toMatchObject([{ identity: { id: 'nat-0123456789abcdef0' }, id: 'atlas-dev-nat' }]);
  expect(asked).toHaveLength(2);
});

it('curfew init looks for everything that a definition can say is always on', () => {
  const known = Object.keys(alwaysOnServices).filter((one) => one !== 'other');

  expect(Object.keys(listedServices).toSorted()).toEqual(known.toSorted());
});
