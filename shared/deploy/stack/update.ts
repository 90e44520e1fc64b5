// Brings a stack to a template: whatever state an earlier deployment left it in, up to the end of the operation or its roll-back.
import { createHash } from 'node:crypto';
import type { DeployPorts, Stack } from '../ports.ts';
import type { Template } from '../template.ts';
import { stackNameOf } from '../template-for.ts';
import { follow, knownOf, type Progress } from './follow.ts';
import { hasSucceeded, standingOf } from './status.ts';

export type Show = {
  readonly say: (text: string) => void;
  readonly progress: (progress: Progress) => void;
};

type Updated =
  | { readonly kind: 'done' | 'unchanged' | 'interrupted' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Ends what is under way or stuck; answers with the stack that is left. */
export const settle = async (
  name: string,
  ports: DeployPorts,
  show: Show,
): Promise<Stack | undefined | 'interrupted'> => {
  for (;;) {
    const found = await ports.stacks.read(name);
    const standing = standingOf(found?.status);
    if (standing === 'ready') return found;
    if (standing === 'absent') return undefined;
    const known = standing === 'busy' ? undefined : await knownOf(name, ports);
    if (standing === 'busy')
      show.say(`CloudFormation is still at work on ${name} (${found?.status}): waiting for its end`);
    if (standing === 'must-be-deleted') {
      show.say(`An earlier creation of ${name} failed (${found?.status}): deleting what is left of it`);
      await ports.stacks.remove(name, []);
    }
    if (standing === 'must-roll-back') {
      show.say(`An earlier update of ${name} could not be rolled back: trying again`);
      await ports.stacks.continueRollback(name);
    }
    const ended = await follow(name, known, ports, show.progress);
    if (ended.kind === 'interrupted') return 'interrupted';
    if (ended.status === found?.status && standing !== 'busy')
      throw new Error(`${name} stays in ${ended.status}${ended.cause === undefined ? '' : `: ${ended.cause}`}`);
  }
};

/** What CloudFormation takes in a request itself. */
const inlineBytesMax = 51_200;

export type Where = { readonly bucket: string; readonly version: string };

const templateIn = async (
  template: Template,
  { bucket, version }: Where,
  region: string,
  { artifacts }: DeployPorts,
) => {
  const body = JSON.stringify(template);
  if (Buffer.byteLength(body) <= inlineBytesMax) return { body };
  const hash = createHash('sha256').update(body).digest('hex');
  const key = `curfew/${version}/${hash}.json`;
  if (!(await artifacts.has(bucket, key))) await artifacts.put(bucket, key, Buffer.from(body));
  return {
    url: `https://${bucket}.s3.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}/${key}`,
  };
};

type Update = {
  readonly environment: string;
  readonly region: string;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  readonly where: Where;
};

const failedText = (name: string, status: string, cause: string | undefined): string => {
  const end = status.includes('ROLLBACK_COMPLETE')
    ? 'CloudFormation took everything back'
    : status === 'DELETE_COMPLETE'
      ? 'nothing of it is left'
      : `the stack ended as ${status}`;
  return `${cause ?? `${name} failed`}. ${end[0]?.toUpperCase()}${end.slice(1)}.`;
};

export const updateStack = async (update: Update, ports: DeployPorts, show: Show): Promise<Updated> => {
  const { environment, region, template, parameters, where } = update;
  const name = stackNameOf(environment);
  const settled = await settle(name, ports, show);
  if (settled === 'interrupted') return { kind: 'interrupted' };
  const changeSet = await ports.stacks.createChangeSet({
    stack: name,
    isNew: settled === undefined,
    template: await templateIn(template, where, region, ports),
    parameters,
    tags: { environment, 'curfew:version': where.version },
  });
  if (changeSet.kind === 'nothing') return { kind: 'unchanged' };
  if (changeSet.kind === 'refused')
    return { kind: 'failed', reason: `CloudFormation refuses the template: ${changeSet.reason}. Nothing was changed.` };
  if (ports.isInterrupted()) return { kind: 'interrupted' };
  const known = await knownOf(name, ports);
  await ports.stacks.execute(name, changeSet.name);
  const ended = await follow(name, known, ports, show.progress);
  if (ended.kind === 'interrupted') return { kind: 'interrupted' };
  return hasSucceeded(ended.status)
    ? { kind: 'done' }
    : { kind: 'failed', reason: failedText(name, ended.status, ended.cause) };
};
