// A deployment over a simulated account, as `curfew deploy` makes it: again and again, interrupted anywhere, with faults.
import { readFileSync } from 'node:fs';
import type { Definition } from '#definition/definition.ts';
import { parseDefinition } from '#definition/load.ts';
import { type AlsoIn, alsoInOf, markShared } from '#definition/shared-things.ts';
import { s3Artifacts } from '#deploy/artifacts-s3.ts';
import { controlBy } from '#deploy/control.ts';
import { deploy, type Outcome, type Planned, planDeployment } from '#deploy/deploy.ts';
import { destroy } from '#deploy/destroy.ts';
import type { DeployPorts } from '#deploy/ports.ts';
import { awsLook, type LookClients } from '#deploy/preflight/aws-look.ts';
import { preflight } from '#deploy/preflight/preflight.ts';
import type { Release } from '#deploy/release.ts';
import { cloudFormationStacks } from '#deploy/stack/cloudformation.ts';
import { waitForEnd } from '#deploy/stack/update.ts';
import { stackNameOf } from '#deploy/template-for.ts';
import { emptyAccount } from '#sim/account/account.ts';
import { accountClients, type Call, type Watch } from '#sim/account/clients.ts';
import { simulatedControl } from '#sim/account/control.ts';
import type { CloudFormationSettings } from '#sim/account/stack-operation.ts';

export const release: Release = {
  version: '1.0.0',
  template: JSON.parse(readFileSync('dist/release/template.json', 'utf8')),
  codeHash: 'c0de',
  code: async () => new Uint8Array([1]),
};

/** Two resources of an environment called mine. */
export const mine = (resources = ['db', 'api'], { stop = '20:00', topics = [] as readonly string[] } = {}): string =>
  [
    'environment: mine',
    'region: eu-west-1',
    'timeZone: Europe/Lisbon',
    'schedule:',
    '  enabled: true',
    '  start: { days: weekdays, at: "08:00" }',
    `  stop: { days: every day, at: "${stop}" }`,
    'notifications:',
    '  slack: { channel: "#mine", webhookSecret: mine/slack-webhook }',
    ...(topics.length > 0 ? [`  topics: [${topics.join(', ')}]`] : []),
    'resources:',
    ...resources.map((name) =>
      name.startsWith('db')
        ? `  ${name}: { kind: rds-instance, instance: mine-${name} }`
        : `  ${name}: { kind: ecs-service, cluster: mine, service: mine-${name} }`,
    ),
    '',
  ].join('\n');

type Settings = Partial<Omit<CloudFormationSettings, 'now' | 'deliver'>>;

/** Thrown in the middle of a call: the process is gone. */
export class Killed extends Error {}

export const newAccount = (topics: readonly string[] = []) => {
  const account = emptyAccount('eu-west-1', topics);
  let nowMs = Date.parse('2026-11-16T10:00:00Z');
  const control = simulatedControl('mine', () => nowMs);
  let isOn = true;
  return {
    account,
    control,
    /** What runs use, as it was written. */
    current: async () =>
      ((await control.ask({ verb: 'show', environment: 'mine' })) as { readonly yaml?: string }).yaml,
    switch: () => isOn,
    setSwitch: async (on: boolean) => {
      isOn = on;
    },
    now: () => nowMs,
    pause: async (ms: number) => {
      nowMs += ms;
    },
  };
};

export type World = ReturnType<typeof newAccount>;

type Given = Pick<More, 'settings' | 'watch' | 'hasLeft'> & { readonly alsoIn?: AlsoIn };

const portsOf = (
  world: World,
  yaml: string,
  { settings = {}, watch = {}, hasLeft = () => false, alsoIn = {} }: Given = {},
) => {
  const { account, control, now, pause } = world;
  const clients = accountClients(account, { secondsEach: 0.1, ...settings, now, deliver: control.deliver }, watch);
  const ask = async (request: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const answer = await control.ask(request);
    watch.after?.({ operation: request.verb === 'apply' ? 'control:Apply' : 'control:GetCurrent', input: request });
    return answer;
  };
  const ports: DeployPorts = {
    stacks: cloudFormationStacks(clients.cloudformation, { pause, newId: () => `set-${++account.serial}` }),
    artifacts: s3Artifacts(clients.s3, { account: account.id, region: account.region }),
    look: {
      ...awsLook(clients as unknown as LookClients, {
        region: account.region,
        services: {} as never,
        hasPrices: () => false,
      }),
      unreadable: async () => [],
    },
    control: controlBy({ environment: 'mine', yaml, file: 'mine.yaml', why: undefined, by: 'ana', alsoIn, ask }),
    setSwitch: world.setSwitch,
    isOn: async () => world.switch(),
    dryRun: async () => ({}),
    createSecret: async () => {},
    now,
    pause,
    isInterrupted: hasLeft,
  };
  return ports;
};

type More = {
  readonly settings?: Settings;
  readonly watch?: Watch;
  readonly hasLeft?: () => boolean;
  readonly said?: string[];
  readonly release?: Release;
  readonly bucket?: string;
  /** What happens between the plan and the deployment. */
  readonly meanwhile?: (planned: Planned) => Promise<unknown>;
  /** What other environments change, too. */
  readonly others?: readonly Definition[];
};

/** What a preflight finds. */
export const preflightOf = async (world: World, yaml: string) => {
  const ports = portsOf(world, yaml);
  return preflight(parseDefinition(yaml, 'mine.yaml'), await ports.stacks.read(stackNameOf('mine')), ports.look);
};

/** The end of a deployment; its table stays. */
export const destroyed = (world: World) => {
  const ports = portsOf(world, mine());
  const nothingLeft = { memories: async () => [], isRunning: async () => false, liftMutes: async () => 0 };
  const wish = { environment: 'mine', deleteTable: false };
  return destroy(
    wish,
    { ...ports, ...nothingLeft, functionOwner: ports.look.functionOwner, deleteTable: async () => {} },
    () => {},
  );
};

/** From the preflight to the end. */
export const deployed = async (world: World, yaml: string, more: More = {}): Promise<Outcome> => {
  const file = parseDefinition(yaml, 'mine.yaml');
  const [definition = file] = markShared([file, ...(more.others ?? [])]);
  const ports = portsOf(world, yaml, { ...more, alsoIn: alsoInOf(definition) });
  const show = { say: (text: string) => void more.said?.push(text), progress: () => {} };
  const name = stackNameOf('mine');
  const { account } = await preflight(definition, await ports.stacks.read(name), ports.look);
  const stack = await waitForEnd(name, ports, show);
  if (stack === 'interrupted') return { kind: 'interrupted', during: 'settling' };
  const { bucket } = more;
  const own = { definition, source: yaml, release: more.release ?? release, parameters: {} };
  const wish = { ...own, account: account.id, ...(bucket === undefined ? {} : { bucket }) };
  const planned = await planDeployment(wish, stack, ports);
  await more.meanwhile?.(planned);
  return deploy(wish, planned, ports, show);
};

/** Everything that was called, and what of it asks CloudFormation for a change. */
export const recording = () => {
  const calls: Call[] = [];
  const changing = /:(Create|Execute|Delete|Continue)\w*(ChangeSet|Stack|UpdateRollback)$/;
  return {
    calls,
    watch: { after: (call: Call) => void calls.push(call) },
    operations: () => calls.map(({ operation }) => operation),
    changes: () => calls.map(({ operation }) => operation).filter((one) => changing.test(one)),
  };
};
