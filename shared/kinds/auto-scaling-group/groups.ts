// What the API of Auto Scaling says of groups, for Auto Scaling groups and for node groups of EKS, which are made of them.
import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  type Instance,
} from '@aws-sdk/client-auto-scaling';
import { calling } from '#core/aws/errors.ts';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';

const namesPerCall = 50;

/** All of them without names. */
export const readGroups = async (
  client: Sends<AutoScalingClient>,
  names?: readonly string[],
): Promise<AutoScalingGroup[]> => {
  const asked = names ? chunks(names, namesPerCall) : [undefined];
  const read = (some: readonly string[] | undefined) =>
    allPages(
      (NextToken) =>
        client.send(
          new DescribeAutoScalingGroupsCommand({
            MaxRecords: 100,
            ...(some ? { AutoScalingGroupNames: [...some] } : {}),
            ...(NextToken ? { NextToken } : {}),
          }),
        ),
      (page) => page.AutoScalingGroups,
      (page) => page.NextToken,
    );
  return (await calling('describe Auto Scaling groups', () => Promise.all(asked.map(read)))).flat();
};

const isReady = ({ LifecycleState, HealthStatus }: Instance): boolean =>
  LifecycleState === 'InService' && HealthStatus === 'Healthy';

const isStandby = ({ LifecycleState }: Instance): boolean => /Standby$/.test(LifecycleState ?? '');
const isWarmed = ({ LifecycleState }: Instance): boolean => /^Warmed:/.test(LifecycleState ?? '');

/** An instance that is terminated is not listed any more. */
export const countsOf = (instances: readonly Instance[] = []) => ({
  ready: instances.filter(isReady).length,
  left: instances.filter((one) => !isStandby(one) && !isWarmed(one)).length,
  standby: instances.filter(isStandby).length,
  isProtected: instances.filter((one) => one.ProtectedFromScaleIn && !isStandby(one)).length,
});

export const tagOf = ({ Tags = [] }: Pick<AutoScalingGroup, 'Tags'>, key: string): string | undefined =>
  Tags.find(({ Key }) => Key === key)?.Value;
