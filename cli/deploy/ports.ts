// The ports of a deployment, made of the clients of an account: a real one, or a simulated one.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { s3Artifacts } from '#deploy/artifacts-s3.ts';
import type { Artifacts, Control, DeployPorts } from '#deploy/ports.ts';
import { awsLook, type LookClients } from '#deploy/preflight/aws-look.ts';
import { cloudFormationStacks } from '#deploy/stack/cloudformation.ts';
import type { Sends } from '#kinds/adapter.ts';
import { pricesDirectory } from '../files/prices.ts';
import type { Site } from '../live/site.ts';

export type DeployClients = LookClients & {
  readonly cloudformation: Sends<CloudFormationClient>;
  readonly s3: Sends<S3Client>;
};

/** Whose bucket it is is known once the account is: asked for when it is first needed. */
const artifactsOf = ({ s3 }: DeployClients, region: string, account: () => Promise<string>): Artifacts => {
  const of = async () => s3Artifacts(s3, { account: await account(), region });
  return {
    ensureBucket: async (bucket) => (await of()).ensureBucket(bucket),
    requireBucket: async (bucket) => (await of()).requireBucket(bucket),
    has: async (bucket, key) => (await of()).has(bucket, key),
    put: async (bucket, key, content) => (await of()).put(bucket, key, content),
  };
};

type Given = {
  readonly site: Site;
  readonly region: string;
  readonly clients: DeployClients;
  readonly control: Control;
  readonly isInterrupted: () => boolean;
};

export const deployPorts = ({ site, region, clients, control, isInterrupted }: Given): DeployPorts => {
  const { definition, ports, pause } = site;
  const hasPrices = (name: string) => existsSync(join(pricesDirectory, `${name}.yaml`));
  const look = awsLook(clients, { region, services: ports.services, hasPrices });
  const account = async () => (await look.account()).id;
  return {
    stacks: cloudFormationStacks(clients.cloudformation, { pause, newId: () => ports.runtime.newId('change set') }),
    artifacts: artifactsOf(clients, region, account),
    look,
    control,
    setSwitch: site.setSwitch,
    isOn: () => ports.isEnabled(definition.environment),
    dryRun: () =>
      site.ask('stop', {
        environment: definition.environment,
        requestedBy: 'curfew deploy',
        dryRun: true,
        id: ports.runtime.newId('request'),
      }),
    createSecret: async (Name, SecretString) => {
      await clients.secretsmanager.send(new CreateSecretCommand({ Name, SecretString }));
    },
    now: () => ports.runtime.now().getTime(),
    pause,
    isInterrupted,
  };
};
