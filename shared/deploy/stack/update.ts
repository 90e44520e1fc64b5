// Brings a stack to a template: whatever state an earlier deployment left it in, up to the end of the operation or its roll-back.
import { createHash } from 'node:crypto';
import { OperationError } from '#core/errors.ts';
import { templatesBelow } from '../artifacts-s3.ts';
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
  | { readonly kind: 'done' | 'unchanged' }
  /** `isUnderWay`: CloudFormation goes on by itself. */
  | { readonly kind: 'interrupted'; readonly isUnderWay: boolean }
  | { readonly kind: 'failed'; readonly reason: string };

/** Only waits: what an earlier deployment began comes to its end by itself. */
export const waitForEnd = async (
  name: string,
  ports: Pick<DeployPorts, 'stacks' | 'pause' | 'isInterrupted'>,
  show: Show,
): Promise<Stack | undefined | 'interrupted'> => {
  for (;;) {
    const found = await ports.stacks.read(name);
    if (standingOf(found?.status) !== 'busy') return found;
    show.say(`CloudFormation is still at work on ${name} (${found?.status}): waiting for its end`);
    const ended = await follow(name, undefined, ports, show.progress);
    if (ended.kind === 'interrupted') return 'interrupted';
  }
};

/**
 * Deletes what cannot be deployed any more. A stack that could not be deleted is asked to let go of what could not: of a state table
 * alone, which is kept in any case.
 */
export const removeLeftOver = async (name: string, status: string, ports: Pick<DeployPorts, 'stacks'>) => {
  const events = status === 'DELETE_FAILED' ? await ports.stacks.events(name, () => false) : [];
  const failed = events.filter((one) => one.type === 'AWS::DynamoDB::Table' && one.status === 'DELETE_FAILED');
  await ports.stacks.remove(name, [...new Set(failed.map(({ resource }) => resource))]);
};

const repair = async (name: string, status: string, ports: DeployPorts, show: Show): Promise<void> => {
  const standing = standingOf(status);
  if (standing === 'stuck')
    throw new OperationError(
      'INVALID',
      `${name} is in ${status}: an import by hand did not come to its end. Finish it in the console of CloudFormation, then run the same command again.`,
    );
  if (standing === 'must-be-deleted') {
    const what = status === 'DELETE_FAILED' ? 'deletion' : 'creation';
    show.say(`An earlier ${what} of ${name} failed (${status}): deleting what is left of it`);
    await removeLeftOver(name, status, ports);
    return;
  }
  show.say(`An earlier update of ${name} is not rolled back (${status}): rolling it back`);
  await (status === 'UPDATE_FAILED' ? ports.stacks.rollback(name) : ports.stacks.continueRollback(name));
};

/** Ends what is under way or stuck; answers with the stack that is left. */
export const settle = async (
  name: string,
  ports: DeployPorts,
  show: Show,
): Promise<Stack | undefined | 'interrupted'> => {
  const tried = new Set<string>();
  for (;;) {
    const found = await waitForEnd(name, ports, show);
    if (found === 'interrupted') return 'interrupted';
    const standing = standingOf(found?.status);
    if (!found || standing === 'absent') return undefined;
    if (standing === 'ready') return found;
    const known = await knownOf(name, ports);
    await repair(name, found.status, ports, show);
    const ended = await follow(name, known, ports, show.progress);
    if (ended.kind === 'interrupted') return 'interrupted';
    // Of a deletion that fails the second try lets go of the table.
    if (tried.has(ended.status) || (ended.status === found.status && ended.status !== 'DELETE_FAILED'))
      throw new OperationError(
        'INVALID',
        `${name} stays in ${ended.status}${ended.cause === undefined ? '' : `: ${ended.cause}`}`,
      );
    tried.add(ended.status);
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
  const key = `${templatesBelow}${version}/${hash}.json`;
  // Always anew: one that is there may be about to expire.
  await artifacts.put(bucket, key, Buffer.from(body));
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

/** What it says where another operation began meanwhile, or made a change set worthless. */
const isOvertaken = (error: unknown): boolean =>
  error instanceof Error &&
  (/^InvalidChangeSetStatus/.test(error.name) ||
    (error.name === 'ValidationError' &&
      /_IN_PROGRESS state|already exists and cannot be created again/.test(error.message)));

const unlessOvertaken = async <T>(ask: () => Promise<T>): Promise<T | 'overtaken'> => {
  try {
    return await ask();
  } catch (error) {
    if (isOvertaken(error)) return 'overtaken';
    throw error;
  }
};

const overtaken = (name: string): Updated => ({
  kind: 'failed',
  reason: `Somebody else changes ${name} at the same time. This deployment changed nothing of it.`,
});

export const updateStack = async (update: Update, ports: DeployPorts, show: Show): Promise<Updated> => {
  const { environment, region, template, parameters, where } = update;
  const name = stackNameOf(environment);
  const settled = await settle(name, ports, show);
  if (settled === 'interrupted') return { kind: 'interrupted', isUnderWay: true };
  const request = {
    stack: name,
    isNew: settled === undefined,
    template: await templateIn(template, where, region, ports),
    parameters,
    tags: { environment, 'curfew:version': where.version },
  };
  const changeSet = await unlessOvertaken(() => ports.stacks.createChangeSet(request));
  if (changeSet === 'overtaken') return overtaken(name);
  if (changeSet.kind === 'nothing') return { kind: 'unchanged' };
  if (changeSet.kind === 'refused')
    return { kind: 'failed', reason: `CloudFormation refuses the template: ${changeSet.reason}. Nothing was changed.` };
  if (ports.isInterrupted()) {
    await ports.stacks.discard(name, changeSet.name);
    return { kind: 'interrupted', isUnderWay: false };
  }
  const known = await knownOf(name, ports);
  if ((await unlessOvertaken(() => ports.stacks.execute(name, changeSet.name))) === 'overtaken') return overtaken(name);
  const ended = await follow(name, known, ports, show.progress);
  if (ended.kind === 'interrupted') return { kind: 'interrupted', isUnderWay: true };
  return hasSucceeded(ended.status)
    ? { kind: 'done' }
    : { kind: 'failed', reason: failedText(name, ended.status, ended.cause) };
};
