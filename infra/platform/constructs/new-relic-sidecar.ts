// New Relic's agent beside a service's container. Not essential: without it, or without its key, the service continues.
import { ContainerImage, Secret as ContainerSecret, type FargateTaskDefinition, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { PlaneNames } from '../core-names.ts';
import type { EnvironmentSecrets } from './environment-secrets.ts';

const image = 'newrelic/nri-ecs:1.13.4';

type SidecarProps = {
  readonly names: PlaneNames;
  readonly secrets: EnvironmentSecrets;
  readonly task: FargateTaskDefinition;
  readonly logGroup: ILogGroup;
};

export const newRelicSidecar = ({ names, secrets, task, logGroup }: SidecarProps): void => {
  task.addContainer('newrelic-infra', {
    image: ContainerImage.fromRegistry(image),
    essential: false,
    cpu: 128,
    memoryLimitMiB: 256,
    logging: LogDrivers.awsLogs({ streamPrefix: 'newrelic-infra', logGroup }),
    environment: {
      FARGATE: 'true',
      NRIA_IS_FORWARD_ONLY: 'true',
      // There is no host to look at on Fargate.
      NRIA_OVERRIDE_HOST_ROOT: '',
      NRIA_PASSTHROUGH_ENVIRONMENT: 'ECS_CONTAINER_METADATA_URI,ECS_CONTAINER_METADATA_URI_V4,FARGATE',
      NRIA_CUSTOM_ATTRIBUTES: JSON.stringify({ environment: names.plane }),
    },
    secrets: { NRIA_LICENSE_KEY: ContainerSecret.fromSecretsManager(secrets.of('newrelic-infra'), 'NRIA_LICENSE_KEY') },
  });
};
