// Simulated EC2, of which there is only what protects the resources: their security groups.
import { notSimulated, page, type SimulatedService } from './simulated-service.ts';
import type { Wiring } from './wiring.ts';

type Input = {
  readonly Filters?: readonly { readonly Name: string; readonly Values: readonly string[] }[];
  readonly NextToken?: string;
};

const perPage = 1_000;

export const simulatedEc2 = (wiring: Wiring): SimulatedService => ({
  knows: (operation) => operation === 'DescribeSecurityGroups',
  handle(operation, { Filters = [], NextToken }: Input) {
    if (operation !== 'DescribeSecurityGroups') return notSimulated('ec2', operation);
    const wanted = Filters.find(({ Name }) => Name === 'group-id')?.Values;
    const all = wiring.groups().filter(({ id }) => !wanted || wanted.includes(id));
    const { items, next } = page(all, NextToken, perPage);
    return {
      SecurityGroups: items.map(({ id, letsIn }) => ({
        GroupId: id,
        IpPermissions: [{ IpProtocol: 'tcp', UserIdGroupPairs: letsIn.map((GroupId) => ({ GroupId })) }],
      })),
      ...(next ? { NextToken: next } : {}),
    };
  },
});
