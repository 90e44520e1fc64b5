// AWS's own rules for templates over everything that is deployed, warnings included: what `npm run synth` checks.
import type { AppProps } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { buildApp } from '#infra/platform/bin/app.ts';
import { buildStreamApp } from '#infra/platform/bin/stream.ts';
import { findingsIn } from '#test/infra/checks/cloudformation.ts';
import { foundByValidation } from '#test/infra/injected-faults.ts';

const example = (props: AppProps) => buildStreamApp('infra/platform/stream/example.yaml', props);

it('validation finds nothing in any environment', () => {
  expect(findingsIn(buildApp)).toEqual([]);
});

it('validation finds nothing in a stream', () => {
  expect(findingsIn(example)).toEqual([]);
});

it.each(foundByValidation)('validation finds an injected fault, and nothing else: $fault', async ({ findings }) => {
  expect(await findings()).toEqual([expect.stringMatching(/ crypto-stream-msk\/stream\/cluster$/)]);
});

it('validation is said to find faults of the list', () => {
  expect(foundByValidation.length).toBeGreaterThan(1);
});
