// AWS's own rules for templates, warnings included: what `npm run synth` checks.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, AppProps } from 'aws-cdk-lib';
import { appProps } from '../synthesised.ts';

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
export const findingsIn = (build: (props: AppProps) => App): string[] => {
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
