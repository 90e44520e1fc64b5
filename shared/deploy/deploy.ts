// A deployment, from what stands in an account to what a definition says. Every step can be made again: whoever was interrupted
// begins anew, and finds done what is done.
import type { Definition } from '#definition/definition.ts';
import { type Change, changesOf, isSameTemplate } from './difference.ts';
import type { Applied, Current, DeployPorts, Stack } from './ports.ts';
import { bucketOf, codeKeyOf, type Release } from './release.ts';
import { standingOf } from './stack/status.ts';
import { type Show, settle, updateStack } from './stack/update.ts';
import { type Step, stepsFor } from './steps.ts';
import type { Template } from './template.ts';
import { stackNameOf, templateFor } from './template-for.ts';

export type Wish = {
  readonly definition: Definition;
  readonly source: string;
  readonly release: Release;
  readonly account: string;
  readonly bucket?: string | undefined;
  /** Parameters of the template that somebody gave; those of the stack stay as they are. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly paused?: boolean | undefined;
};

const deliveredBy = ({ source }: Wish) => ({ source, owner: 'cli' as const });

export type Planned = {
  readonly isNew: boolean;
  readonly steps: readonly Step[];
  readonly changes: readonly Change[];
  readonly template: Template;
  /** Whether the stack would be the same, with its parameters. */
  readonly isStackCurrent: boolean;
  /** What is to be done to the stack before it can be deployed: shown before anybody agrees to it. */
  readonly first?: string;
  /** What runs use now; undefined where nothing is deployed. */
  readonly current?: Current;
};

export type Outcome =
  | { readonly kind: 'deployed'; readonly isNew: boolean; readonly applied?: Applied; readonly changed: boolean }
  | { readonly kind: 'interrupted'; readonly during: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Names of parameters that the template has: a definition without a cleanup has none of its own. */
const parametersFor = (template: Template, wish: Wish, stack: Stack | undefined): Record<string, string> => {
  const own = {
    ArtifactBucket: wish.bucket ?? bucketOf(wish.account, wish.definition.region),
    ArtifactKey: codeKeyOf(wish.release),
  };
  const all = { ...stack?.parameters, ...wish.parameters, ...own };
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in template.Parameters));
};

const sameParameters = (stack: Stack, parameters: Readonly<Record<string, string>>): boolean =>
  Object.entries(parameters).every(([name, value]) => stack.parameters[name] === value);

const firstOf = (status = ''): string | undefined => {
  const standing = standingOf(status);
  if (standing === 'must-roll-back') return `The stack is in ${status}: it is rolled back first.`;
  return standing === 'must-be-deleted'
    ? `The stack is in ${status}, from an earlier try: what is left of it is deleted first.`
    : undefined;
};

export const planDeployment = async (wish: Wish, stack: Stack | undefined, ports: DeployPorts): Promise<Planned> => {
  const isNew = standingOf(stack?.status) === 'absent' || standingOf(stack?.status) === 'must-be-deleted';
  const template = templateFor(wish.definition, wish.release.template, deliveredBy(wish));
  const [before, current] = isNew
    ? [undefined, undefined]
    : await Promise.all([ports.stacks.template(stackNameOf(wish.definition.environment)), ports.control.current()]);
  const isStackCurrent =
    !isNew &&
    stack !== undefined &&
    isSameTemplate(before, template) &&
    sameParameters(stack, parametersFor(template, wish, stack));
  const first = firstOf(stack?.status);
  return {
    isNew,
    ...(first === undefined ? {} : { first }),
    steps: stepsFor(current?.definition, wish.definition),
    changes: changesOf(before, template),
    template,
    isStackCurrent,
    ...(current ? { current } : {}),
  };
};

/** A stack of Terraform or of a pipeline would undo at its next deployment what was changed here. */
export const whyNotOwned = ({ current }: Planned, { definition }: Wish): string | undefined =>
  current?.ownedBy === undefined
    ? undefined
    : `The definition of ${definition.environment} belongs to the stack ${current.ownedBy}: change its file there and deploy it. To take it over: curfew adopt ${definition.environment} --owner cli`;

const upload = async (wish: Wish, ports: DeployPorts, show: Show): Promise<string> => {
  const { account, definition, release } = wish;
  const bucket = wish.bucket ?? bucketOf(account, definition.region);
  await (wish.bucket === undefined ? ports.artifacts.ensureBucket(bucket) : ports.artifacts.requireBucket(bucket));
  const key = codeKeyOf(release);
  if (!(await ports.artifacts.has(bucket, key))) {
    show.say(`Uploading the functions to ${bucket}`);
    await ports.artifacts.put(bucket, key, await release.code());
  }
  return bucket;
};

type Made =
  | { readonly kind: 'done'; readonly changed: boolean; readonly applied?: Applied }
  | Exclude<Outcome, { kind: 'deployed' }>;

const makeStack = async (
  wish: Wish,
  template: Template,
  bucket: string,
  ports: DeployPorts,
  show: Show,
): Promise<Made> => {
  const { release } = wish;
  const { environment, region } = wish.definition;
  const settled = await settle(stackNameOf(environment), ports, show);
  if (settled === 'interrupted')
    return { kind: 'interrupted', during: 'an operation of CloudFormation, which continues' };
  const parameters = parametersFor(template, wish, settled);
  const where = { bucket, version: release.version };
  const updated = await updateStack({ environment, region, template, parameters, where }, ports, show);
  if (updated.kind === 'failed') return updated;
  if (updated.kind === 'interrupted')
    return {
      kind: 'interrupted',
      during: updated.isUnderWay
        ? 'an operation of CloudFormation, which continues'
        : 'the deployment, before CloudFormation began',
    };
  return { kind: 'done', changed: updated.kind === 'done' };
};

/** On what the plan was made from: what somebody else applied meanwhile is not taken back unseen. */
const apply = async ({ current }: Planned, ports: DeployPorts): Promise<Made> => {
  const applied = await ports.control.apply(current ? { basedOn: current.version } : {});
  if (applied.kind === 'refused') return { kind: 'failed', reason: `The definition was refused: ${applied.reason}` };
  return { kind: 'done', changed: applied.kind === 'applied', applied };
};

const templateIn = (step: Extract<Step, { kind: 'stack' }>, wish: Wish, { template }: Planned): Template =>
  step.definition === wish.definition
    ? template
    : templateFor(step.definition, wish.release.template, deliveredBy(wish));

/** Paused before anything could act: a first stop is for people to see. */
const pauseFirst = async (wish: Wish, { isNew }: Planned, ports: DeployPorts): Promise<void> => {
  if ((isNew || wish.paused) && (await ports.isOn())) await ports.setSwitch(false);
};

export const deploy = async (wish: Wish, planned: Planned, ports: DeployPorts, show: Show): Promise<Outcome> => {
  const reason = whyNotOwned(planned, wish);
  if (reason !== undefined) return { kind: 'failed', reason };
  await pauseFirst(wish, planned, ports);
  // Where only the definition differs CloudFormation is not asked.
  const steps = planned.isStackCurrent ? planned.steps.filter(({ kind }) => kind === 'apply') : planned.steps;
  const needsStack = steps.some(({ kind }) => kind === 'stack');
  const bucket = needsStack ? await upload(wish, ports, show) : '';
  let [changed, applied]: [boolean, Applied | undefined] = [false, undefined];
  for (const step of steps) {
    if (ports.isInterrupted()) return { kind: 'interrupted', during: 'the deployment, between two steps' };
    const made =
      step.kind === 'apply'
        ? await apply(planned, ports)
        : await makeStack(wish, templateIn(step, wish, planned), bucket, ports, show);
    if (made.kind !== 'done') return made;
    changed ||= made.changed;
    applied = made.applied ?? applied;
  }
  return { kind: 'deployed', isNew: planned.isNew, changed, ...(applied ? { applied } : {}) };
};
