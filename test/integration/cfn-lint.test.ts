// The templates of every stack in the eyes of cfn-lint.
import { execFile, execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { loadDefinitions } from '#definition/load.ts';
import { templateFor } from '#deploy/template-for.ts';
import cdk from '../../cdk.json' with { type: 'json' };

const finding = z.looseObject({
  Level: z.string(),
  Message: z.string(),
  Filename: z.string(),
  Rule: z.looseObject({ Id: z.string() }),
});
type Finding = z.infer<typeof finding>;

/** What it finds and we keep, each with the reason. Whatever else it finds is a failure. */
const kept: readonly { readonly rule: string; readonly message: RegExp; readonly reason: string }[] = [
  { rule: 'W3005', message: /dependency already enforced/, reason: 'CDK writes dependencies out that follow anyway' },
  { rule: 'W2001', message: /network(vpcid|publicsubnet)/, reason: 'a stack imports its network whole' },
  {
    rule: 'W3010',
    message: /us-east-1[ab]/,
    reason: 'the network spells its zones out: asked, CDK would look them up',
  },
  { rule: 'W3037', message: /'(pause|resume)connector'/, reason: 'newer than its list of actions' },
  { rule: 'W3691', message: /'17' for engine 'postgres'/, reason: 'a major version alone means its newest minor one' },
];

let outdir: string;
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'curfew-lint-'));
  const env = { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(cdk.context) };
  execFileSync(process.execPath, ['infra/platform/bin/app.ts'], { env, stdio: 'pipe' });
  const ofStream = { ...env, CDK_OUTDIR: join(outdir, 'assembly-stream') };
  const stream = ['infra/platform/bin/stream.ts', 'infra/platform/stream/example.yaml'];
  execFileSync(process.execPath, stream, { env: ofStream, stdio: 'pipe' });
});
afterAll(() => rmSync(outdir, { recursive: true }));

/** It exits with a code of its own when it finds something. */
const lint = (templates: readonly string[]): Promise<Finding[]> =>
  new Promise((resolve, reject) => {
    const { CFN_LINT } = process.env;
    if (!CFN_LINT) throw new Error('CFN_LINT is not set: npm run test:integration sets it');
    execFile(CFN_LINT, ['--format', 'json', ...templates], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error && stdout === '') reject(new Error(stderr || error.message));
      else resolve(z.array(finding).parse(JSON.parse(stdout)));
    });
  });

/** As `curfew template` prints them. */
const filled = (): string[] => {
  const fixtures = loadDefinitions('test/fixtures/environments');
  // The longest name that there is, and the other partitions.
  const longest = fixtures.slice(0, 1).map((one) => ({ ...one, environment: 'e'.repeat(40) }));
  const elsewhere = ['us-gov-west-1', 'cn-north-1'].flatMap((region) =>
    fixtures.slice(0, 1).map((one) => ({ ...one, environment: `in-${region}`, region })),
  );
  return [...fixtures, ...longest, ...elsewhere].map((definition) => {
    const file = join(outdir, `filled-${definition.environment}.template.json`);
    const release = JSON.parse(readFileSync('dist/release/template.json', 'utf8'));
    writeFileSync(
      file,
      JSON.stringify(templateFor(definition, release, { source: 'environment: any', owner: 'stack' })),
    );
    return file;
  });
};

it('cfn-lint finds nothing at all in what curfew template prints', { timeout: 180_000 }, async () => {
  const found = await lint(filled());

  expect(found.map(({ Rule, Message, Filename }) => `${Rule.Id} ${Message} (${Filename})`)).toEqual([]);
});

it('cfn-lint finds nothing in the templates that nobody gave a reason for', { timeout: 180_000 }, async () => {
  const synthesised = globSync('assembly-*/*.template.json', { cwd: outdir }).map((file) => join(outdir, file));
  // Sixteen of the environments, and the stream's.
  expect(synthesised.length).toBe(17);

  const found = await lint(synthesised);

  const isKept = ({ Rule, Message }: Finding) =>
    kept.some(({ rule, message }) => rule === Rule.Id && message.test(Message));
  expect(
    found.filter((one) => !isKept(one)).map(({ Rule, Message, Filename }) => `${Rule.Id} ${Message} (${Filename})`),
  ).toEqual([]);
  // A reason whose finding is gone is gone, too.
  expect(
    kept.filter(({ rule, message }) => !found.some((one) => one.Rule.Id === rule && message.test(one.Message))),
  ).toEqual([]);
});
