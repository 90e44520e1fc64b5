// AWS's own rules for templates over everything that is deployed, warnings included: what `npm run synth` checks.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, type AppProps, CfnResource } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { buildApp } from '#infra/bin/app.ts';
import { buildStreamApp } from '#infra/bin/stream.ts';
import { appProps } from './synthesised.ts';

type Violation = {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
};
type Report = { readonly pluginReports: readonly { readonly violations: readonly Violation[] }[] };

/** Synthesis throws when something was found, after it has written what. */
const attempt = (synthesise: () => unknown): void => {
  try {
    synthesise();
  } catch (error) {
    if (!String(error).includes('ValidationFailed')) throw error;
  }
};

/** What is found in an app, as `rule path`. */
const findingsIn = (build: (props: AppProps) => App): string[] => {
  const outdir = mkdtempSync(join(tmpdir(), 'curfew-validate-'));
  try {
    const app = build({ ...appProps, builtinCloudFormationValidation: true, outdir });
    attempt(() => app.synth());
    const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
    return pluginReports
      .flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      );
  } finally {
    rmSync(outdir, { recursive: true });
  }
};

const example = (props: AppProps) => buildStreamApp('infra/streams/example.yaml', props);

it('finds nothing in any environment', () => {
  expect(findingsIn(buildApp)).toEqual([]);
});

it('finds nothing in a stream, and a property that CloudFormation does not know', () => {
  const broken = (props: AppProps): App => {
    const app = example(props);
    const cluster = app.node.findAll().find((one) => CfnResource.isCfnResource(one) && one.node.id === 'cluster');
    (cluster as CfnResource).addPropertyOverride('LoggingInfo.Enabled', true);
    return app;
  };

  expect(findingsIn(example)).toEqual([]);
  expect(findingsIn(broken)).toEqual([expect.stringMatching(/ crypto-stream-msk\/stream\/cluster$/)]);
});
