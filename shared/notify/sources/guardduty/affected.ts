// What a finding of GuardDuty is about: each type of resource is described under a key of its own. Keys of access are not shown.
import * as z from 'zod';
import type { NameAndValue } from '#core/notification.ts';
import { list, tags, text } from '#notify/recognition/fields.ts';

const nothing = <T extends z.ZodType>(form: T) => form.optional().catch(undefined);

export const resource = nothing(
  z.object({
    resourceType: text,
    instanceDetails: nothing(z.object({ instanceId: text, tags })),
    accessKeyDetails: nothing(z.object({ userName: text, userType: text })),
    s3BucketDetails: list(z.object({ name: text, arn: text, tags })),
    eksClusterDetails: nothing(z.object({ name: text, tags })),
    ecsClusterDetails: nothing(z.object({ name: text, tags })),
    lambdaDetails: nothing(z.object({ functionName: text, tags })),
    rdsDbInstanceDetails: nothing(z.object({ dbInstanceIdentifier: text, tags })),
    rdsLimitlessDbDetails: nothing(z.object({ dbShardGroupIdentifier: text, tags })),
    containerDetails: nothing(z.object({ name: text, image: text })),
    kubernetesDetails: nothing(
      z.object({ kubernetesWorkloadDetails: nothing(z.object({ name: text, namespace: text, type: text })) }),
    ),
    ebsVolumeDetails: nothing(z.object({ scannedVolumeDetails: list(z.object({ volumeArn: text })) })),
  }),
);
type Resource = NonNullable<z.output<typeof resource>>;

const named = (what: string, name: string | undefined): NameAndValue[] =>
  name === undefined ? [] : [{ name: what, value: name }];

export const affectedBy = (found: Resource | undefined): NameAndValue[] => {
  if (!found) return [];
  const workload = found.kubernetesDetails?.kubernetesWorkloadDetails;
  const details = [
    ...named('instance', found.instanceDetails?.instanceId),
    ...named(found.accessKeyDetails?.userType ?? 'user', found.accessKeyDetails?.userName),
    ...found.s3BucketDetails.flatMap(({ name, arn }) => named('bucket', name ?? arn)),
    ...named('EKS cluster', found.eksClusterDetails?.name),
    ...named('ECS cluster', found.ecsClusterDetails?.name),
    ...named('function', found.lambdaDetails?.functionName),
    ...named('database', found.rdsDbInstanceDetails?.dbInstanceIdentifier),
    ...named('database', found.rdsLimitlessDbDetails?.dbShardGroupIdentifier),
    ...named('container', found.containerDetails?.name),
    ...named(
      workload?.type ?? 'workload',
      [workload?.namespace, workload?.name].filter((part) => part !== undefined).join('/') || undefined,
    ),
    ...(found.ebsVolumeDetails?.scannedVolumeDetails ?? []).flatMap(({ volumeArn }) => named('volume', volumeArn)),
  ];
  return details.length > 0 ? details : named('resource', found.resourceType);
};

export const tagsOf = (found: Resource | undefined): NameAndValue[] => [
  ...(found?.instanceDetails?.tags ?? []),
  ...(found?.s3BucketDetails ?? []).flatMap((bucket) => bucket.tags),
  ...(found?.eksClusterDetails?.tags ?? []),
  ...(found?.ecsClusterDetails?.tags ?? []),
  ...(found?.lambdaDetails?.tags ?? []),
  ...(found?.rdsDbInstanceDetails?.tags ?? []),
];
