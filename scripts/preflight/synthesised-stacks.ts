// The stacks of the app as they would be deployed, by running the app as CDK does.
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { StackTemplate } from '#infra/platform/preflight/template.ts';
import cdk from '../../cdk.json' with { type: 'json' };

type SynthesisedStack = { readonly id: string; readonly stackName: string; readonly template: StackTemplate };

type Artifact = {
  readonly type: string;
  readonly displayName?: string;
  readonly properties?: { readonly templateFile: string; readonly stackName: string };
};

/** `staging/data (staging-data)` */
const idOf = (displayName: string): string => displayName.replace(/ \(.*$/, '');

const stacksIn = (manifest: string): SynthesisedStack[] => {
  const { artifacts } = JSON.parse(readFileSync(manifest, 'utf8')) as { artifacts: Record<string, Artifact> };
  return Object.values(artifacts).flatMap(({ type, displayName, properties }) => {
    if (type !== 'aws:cloudformation:stack' || !displayName || !properties) return [];
    const template = JSON.parse(readFileSync(join(dirname(manifest), properties.templateFile), 'utf8'));
    return { id: idOf(displayName), stackName: properties.stackName, template };
  });
};

/** By the ids that `cdk deploy` takes. */
export const synthesisedStacks = (): ReadonlyMap<string, SynthesisedStack> => {
  const outdir = mkdtempSync(join(tmpdir(), 'curfew-preflight-'));
  try {
    const env = { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(cdk.context) };
    execFileSync(process.execPath, ['infra/platform/bin/app.ts'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const manifests = globSync('assembly-*/manifest.json', { cwd: outdir });
    return new Map(manifests.flatMap((file) => stacksIn(join(outdir, file))).map((stack) => [stack.id, stack]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
};
