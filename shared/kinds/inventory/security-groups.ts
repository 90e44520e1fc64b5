// What security groups let in: the other groups that their rules name.
import { DescribeSecurityGroupsCommand, type EC2Client, type SecurityGroup } from '@aws-sdk/client-ec2';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import type { Reader } from './reader.ts';

/** As many values as a filter takes. */
const groupsPerCall = 200;

/** By a filter: a group that is gone by now is missing from the answer and no error. */
const describe = (client: Sends<EC2Client>, Values: string[]): Promise<SecurityGroup[]> =>
  allPages(
    (NextToken) =>
      client.send(
        new DescribeSecurityGroupsCommand({
          Filters: [{ Name: 'group-id', Values }],
          ...(NextToken ? { NextToken } : {}),
        }),
      ),
    (page) => page.SecurityGroups,
    (page) => page.NextToken,
  );

const letInBy = ({ IpPermissions = [] }: SecurityGroup): string[] => [
  ...new Set(
    IpPermissions.flatMap(({ UserIdGroupPairs = [] }) => UserIdGroupPairs.flatMap((pair) => pair.GroupId ?? [])),
  ),
];

export const letInBySecurityGroups = async (
  client: Sends<EC2Client>,
  ids: readonly string[],
  { read }: Reader,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const groups: SecurityGroup[] = [];
  for (const chunk of chunks([...new Set(ids)], groupsPerCall))
    groups.push(...(await read('ec2:DescribeSecurityGroups', () => describe(client, chunk), [])));
  return new Map(groups.map((group) => [group.GroupId ?? '', letInBy(group)]));
};
