// The package on every Node that people have: what it supports does everything, what it does not is told so.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { calls, moreCalls } from '../package/calls.ts';
import { installPackage } from '../package/installed.ts';

const nodes = JSON.parse(process.env.NODES ?? '{}') as Readonly<Record<string, string>>;
const installed = await installPackage();

afterAll(() => rmSync(dirname(installed.folder), { recursive: true }));

const supported = Object.entries({ '24': process.execPath, ...nodes }).filter(([version]) => Number(version) >= 22);
const old = Object.entries(nodes).filter(([version]) => Number(version) < 22);

it('there are old versions of Node, and new ones', () => {
  expect(supported.map(([version]) => version)).toEqual(['22', '24']);
  expect(old.map(([version]) => version)).toEqual(['14', '18', '20']);
});

it.each(
  supported.flatMap(([version, node]) =>
    [...calls, ...moreCalls].map(([args, says]) => ({ version, node, args, says })),
  ),
)('Node $version: curfew $args', async ({ node, args, says }) => {
  rmSync(`${installed.folder}/environments`, { recursive: true, force: true });
  rmSync(`${installed.folder}/night.html`, { force: true });
  const { code, stdout, stderr } = await installed.curfew(args, node);

  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(says);
});

it.each(old)('Node %s is told in one sentence that it is too old', async (version, node) => {
  const { code, stdout, stderr } = await installed.curfew('rehearse', node);

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(new RegExp(`^curfew needs Node\\.js 22 or newer, and this is ${version}\\.[^\\n]*\\n$`));
});

/** As docs/deploy.md has it, with the CDK of this project in place of one's own. */
const app = `
import { App, Stack } from 'aws-cdk-lib';
import { Curfew } from 'curfew/cdk';

const app = new App({ outdir: 'cdk.out', analyticsReporting: false });
const stack = new Stack(app, 'operations', { env: { region: 'eu-west-1' } });
const curfew = new Curfew(stack, 'Curfew', { definition: 'my.yaml', email: 'ops@example.com', logRetentionDays: 90 });
if (!curfew.operatorTopic.topicArn) throw new Error('no topic');
app.synth();
`;

it('an app of ten lines with curfew/cdk synthesises', async () => {
  for (const name of ['aws-cdk-lib', 'constructs'])
    symlinkSync(join(process.cwd(), 'node_modules', name), join(installed.folder, 'node_modules', name));
  mkdirSync(join(installed.folder, 'cdk.out'), { recursive: true });
  writeFileSync(join(installed.folder, 'app.mjs'), app);
  const { code, stderr } = await installed.node(['app.mjs']);

  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const { Resources } = JSON.parse(
    readFileSync(join(installed.folder, 'cdk.out/operations.template.json'), 'utf8'),
  ) as { readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }> };
  const of = (type: string) => Object.values(Resources).filter(({ Type }) => Type === type);
  expect(of('AWS::Lambda::Function').map(({ Properties }) => Properties.FunctionName)).toContain('curfew-my-stop');
  expect(of('AWS::SNS::Subscription').map(({ Properties }) => Properties.Endpoint)).toContain('ops@example.com');
  expect(new Set(of('AWS::Logs::LogGroup').map(({ Properties }) => Properties.RetentionInDays))).toEqual(new Set([90]));
}, 60_000);
