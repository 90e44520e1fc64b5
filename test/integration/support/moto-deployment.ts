// A deployment of an environment called mine over moto, with the command's own clients of AWS. What moto's CloudFormation does not make
// (support/moto-template.ts) and does not call is done here in its place: the group of the schedules, and the delivery to `control`.
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { DeleteBucketPolicyCommand } from '@aws-sdk/client-s3';
import { CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { awsClients } from '#core/aws/clients.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { parseDefinition } from '#definition/load.ts';
import { s3Artifacts } from '#deploy/artifacts-s3.ts';
import { controlBy } from '#deploy/control.ts';
import { deploy, type Outcome, planDeployment } from '#deploy/deploy.ts';
import { destroy } from '#deploy/destroy.ts';
import type { DeployPorts } from '#deploy/ports.ts';
import { awsLook } from '#deploy/preflight/aws-look.ts';
import { preflight } from '#deploy/preflight/preflight.ts';
import type { Release } from '#deploy/release.ts';
import { cloudFormationStacks } from '#deploy/stack/cloudformation.ts';
import { waitForEnd } from '#deploy/stack/update.ts';
import type { Template } from '#deploy/template.ts';
import { stackNameOf } from '#deploy/template-for.ts';
import { controlOver } from '#functions/control/handler.ts';
import { awsDeployClients } from '../../../cli/deploy/aws-clients.ts';
import { forMoto } from './moto-template.ts';

export const account = '123456789012';
export const region = 'us-east-1';
export const bucket = `curfew-artifacts-${account}-${region}`;
export const clients = awsDeployClients({ region });

export const code = brotliDecompressSync(readFileSync('dist/release/functions.zip.br'));
const release: Release = {
  version: '1.0.0',
  template: JSON.parse(readFileSync('dist/release/template.json', 'utf8')),
  codeHash: 'c0de',
  code: async () => code,
};

const shared = awsClients();
export const scheduler = shared.clientOf('scheduler', SchedulerClient);
const arn = `arn:aws:lambda:${region}:${account}:function:curfew-mine`;
const targets = {
  runs: { start: `${arn}-start:live`, stop: `${arn}-stop:live` },
  role: `arn:aws:iam::${account}:role/curfew-mine-scheduler`,
  deadLetters: `arn:aws:sqs:${region}:${account}:curfew-mine-dead-letters`,
};
const configuration = { tableName: 'curfew-state-mine', operatorTopicArn: '', targets: () => targets.runs };

/** The function `control` over the table that the stack made. */
export const ask = controlOver(
  { clients: shared, configuration, runtime: systemRuntime },
  { environment: 'mine', targets, respond: async () => {} },
);

const delivered = async (template: Template, isNew: boolean): Promise<void> => {
  if (isNew) await scheduler.send(new CreateScheduleGroupCommand({ Name: 'curfew-mine' }));
  const [, one] = Object.entries(template.Resources).find(([, { Type }]) => Type === 'Custom::CurfewDefinition') ?? [];
  const answer = (await ask(
    {
      RequestType: isNew ? 'Create' : 'Update',
      ResponseURL: 'https://answers.invalid/1',
      StackId: `arn:aws:cloudformation:${region}:${account}:stack/curfew-mine/1`,
      RequestId: 'r',
      LogicalResourceId: 'Definition',
      ResourceProperties: one?.Properties ?? {},
    },
    false,
  )) as { readonly Status: string; readonly Reason?: string };
  if (answer.Status !== 'SUCCESS') throw new Error(answer.Reason);
};

/** How often CloudFormation was asked for a change. */
export const changes = { made: 0 };

const stacks = (): DeployPorts['stacks'] => {
  const own = cloudFormationStacks(clients.cloudformation, {
    pause: async () => {},
    newId: () => systemRuntime.newId('change set'),
  });
  /** What was asked for, by stack: moto has less of it. */
  let asked: { readonly template: Template; readonly isNew: boolean } | undefined;
  return {
    ...own,
    template: async (name) => ((await own.read(name)) ? asked?.template : undefined),
    createChangeSet(request) {
      if (!('body' in request.template)) throw new Error('moto is given templates by themselves');
      const template: Template = JSON.parse(request.template.body);
      asked = { template, isNew: request.isNew };
      return own.createChangeSet({ ...request, template: { body: JSON.stringify(forMoto(template)) } });
    },
    async execute(stack, changeSet) {
      changes.made += 1;
      await own.execute(stack, changeSet);
      if (asked) await delivered(asked.template, asked.isNew);
    },
  };
};

const artifacts = (): DeployPorts['artifacts'] => {
  const own = s3Artifacts(clients.s3, { account, region });
  return {
    ...own,
    async ensureBucket(name) {
      await own.ensureBucket(name);
      // Moto enforces it, and these tests do not come by TLS.
      await clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: name }));
    },
  };
};

const environmentSwitch = { isOn: true };
const ownStacks = stacks();

const portsOf = (yaml: string): DeployPorts => ({
  stacks: ownStacks,
  artifacts: artifacts(),
  look: {
    ...awsLook(clients, { region, services: {} as never, hasPrices: () => true }),
    unreadable: async () => [],
    // Moto does not know GetAccountSettings of Lambda.
    quotas: async () => ({}),
  },
  control: controlBy({
    ...{ environment: 'mine', yaml, file: 'mine.yaml', why: undefined, by: 'ana' },
    ask: (request) => ask(request, false),
  }),
  setSwitch: async (isOn) => void Object.assign(environmentSwitch, { isOn }),
  isOn: async () => environmentSwitch.isOn,
  dryRun: async () => ({}),
  createSecret: async () => {},
  now: Date.now,
  pause: async () => {},
  isInterrupted: () => false,
});

const show = { say: () => {}, progress: () => {} };

export const preflightOf = async (yaml: string) => {
  const { stacks: all, look } = portsOf(yaml);
  return preflight(parseDefinition(yaml, 'mine.yaml'), await all.read(stackNameOf('mine')), look);
};

export const deployed = async (yaml: string): Promise<Outcome> => {
  const ports = portsOf(yaml);
  const definition = parseDefinition(yaml, 'mine.yaml');
  const stack = await waitForEnd(stackNameOf('mine'), ports, show);
  if (stack === 'interrupted') throw new Error('nobody left it');
  const wish = { definition, source: yaml, release, account, parameters: {} };
  return deploy(wish, await planDeployment(wish, stack, ports), ports, show);
};

export const destroyed = () => {
  const nothingLeft = { memories: async () => [], isRunning: async () => false, liftMutes: async () => 0 };
  const wish = { environment: 'mine', deleteTable: false };
  const ports = portsOf('');
  const { functionOwner } = ports.look;
  return destroy(wish, { ...ports, ...nothingLeft, functionOwner, deleteTable: async () => {} }, () => {});
};
