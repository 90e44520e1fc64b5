// Faults in the app before it is synthesised.
import { App, type AppProps, CfnResource } from 'aws-cdk-lib';
import { buildStreamApp } from '#infra/platform/bin/stream.ts';
import { EnvironmentStage } from '#infra/platform/environment-stage.ts';
import { configOf, definitionOf } from '#test/infra/fixtures/environments.ts';
import { findingsIn } from '../checks/cloudformation.ts';
import { unexplained } from '../checks/nag.ts';
import { anySource, appProps } from '../synthesised.ts';

import type { InjectedFault } from './fault.ts';

/** The stream's app, which is small, with a property of its cluster set. */
const streamWith =
  (path: string, value: unknown) =>
  (props: AppProps): App => {
    const app = buildStreamApp('infra/platform/stream/example.yaml', props);
    const cluster = app.node.findAll().find((one) => CfnResource.isCfnResource(one) && one.node.id === 'cluster');
    (cluster as CfnResource).addPropertyOverride(path, value);
    return app;
  };

/** Stages take a fault before anybody looks at their constructs. */
const stageWith = (type: string, path: string, value: unknown): EnvironmentStage => {
  const stage = new EnvironmentStage(new App(appProps), definitionOf('staging2'), anySource, configOf('staging2'));
  const found = stage.node.findAll().filter((one) => CfnResource.isCfnResource(one) && one.cfnResourceType === type);
  for (const one of found) Object.assign(one, { [path]: value });
  return stage;
};

export const inTheApp: readonly InjectedFault[] = [
  {
    fault: 'a property that CloudFormation does not know',
    caughtBy: '`npm run synth`, validation.test.ts',
    findings: () => findingsIn(streamWith('LoggingInfo.Enabled', true)),
    about: /crypto-stream-msk\/stream\/cluster/,
  },
  {
    fault: 'a value of the wrong type',
    caughtBy: '`npm run synth`, validation.test.ts',
    findings: () => findingsIn(streamWith('VpcConfigs', 'vpc-1')),
    about: /crypto-stream-msk\/stream\/cluster/,
  },
  {
    fault: 'a database that is not encrypted',
    caughtBy: 'nag.test.ts',
    findings: () => unexplained(stageWith('AWS::RDS::DBInstance', 'storageEncrypted', false)),
    about: /RDS2/,
  },
];
