// AWS's own rules for templates over everything that is deployed, warnings included: what `npm run synth` checks.
import { type App, type AppProps, CfnResource } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { buildApp } from '#infra/platform/bin/app.ts';
import { buildStreamApp } from '#infra/platform/bin/stream.ts';
import { findingsIn } from '#test/infra/checks/cloudformation.ts';

const example = (props: AppProps) => buildStreamApp('infra/platform/stream/example.yaml', props);

it('validation finds nothing in any environment', () => {
  expect(findingsIn(buildApp)).toEqual([]);
});

it('validation finds nothing in a stream, and a property that CloudFormation does not know', () => {
  const broken = (props: AppProps): App => {
    const app = example(props);
    const cluster = app.node.findAll().find((one) => CfnResource.isCfnResource(one) && one.node.id === 'cluster');
    (cluster as CfnResource).addPropertyOverride('LoggingInfo.Enabled', true);
    return app;
  };

  expect(findingsIn(example)).toEqual([]);
  expect(findingsIn(broken)).toEqual([expect.stringMatching(/ crypto-stream-msk\/stream\/cluster$/)]);
});
