// What CloudFormation does to the resources of a stack, one after the other, and how it takes back what it did.
import type { TemplateResource } from '#deploy/template.ts';
import { type Account, type ChangeSet, type DeployedStack, type Existing, keyOf } from './account.ts';
import { canBeImported, isProtected, nameOf, whyNotChanged, whyNotCreated, whyNotDeleted } from './resources.ts';
import { inOrder, isMade } from './template-values.ts';

export type CloudFormationSettings = {
  readonly now: () => number;
  /** Of one resource; 4 seconds, if not said. */
  readonly secondsEach?: number;
  /** The logical id of a resource that fails for a reason of its own: a limit, a lack of capacity. */
  readonly failing?: () => { readonly resource: string; readonly reason: string } | undefined;
  /** The resource that cannot be rolled back. */
  readonly stuck?: () => string | undefined;
  /** Whether a stack whose creation failed is deleted as if nothing of it were to be kept. */
  readonly forgetsPolicies?: boolean;
  /** Answers with why a custom resource fails. */
  readonly deliver?: (properties: Readonly<Record<string, unknown>>) => Promise<string | undefined>;
};

type Tell = (resource: string, type: string, status: string, reason?: string) => void;

/** One operation on one stack. */
type Operation = {
  readonly account: Account;
  readonly settings: CloudFormationSettings;
  readonly name: string;
  readonly stack: DeployedStack;
  readonly tell: Tell;
  readonly nextId: () => string;
};

const stackType = 'AWS::CloudFormation::Stack';

/** Its events come each a little later than the one before. */
export const operationOn = (
  name: string,
  stack: DeployedStack,
  { account, settings, nextId }: Pick<Operation, 'account' | 'settings' | 'nextId'>,
): Operation => {
  let atMs = settings.now();
  const tell: Tell = (resource, type, status, reason) => {
    atMs += type === stackType ? 0 : (settings.secondsEach ?? 4) * 1_000;
    const event = { id: nextId(), atMs, resource, type, status };
    stack.events.push(reason === undefined ? event : { ...event, reason });
    if (resource === name) stack.status = status;
  };
  return { account, settings, name, stack, tell, nextId };
};

/** Why it stays; undefined where it is gone, from the stack at least. */
const remove = (
  { account, stack }: Operation,
  id: string,
  policy: string | undefined,
  rollsBack: boolean,
): string | undefined => {
  const one = stack.resources.get(id);
  if (!one) return undefined;
  const isKept = policy === 'Retain' || (policy === 'RetainExceptOnCreate' && !rollsBack);
  const why = isKept ? undefined : whyNotDeleted(one);
  if (why !== undefined) return why;
  stack.resources.delete(id);
  const { stack: _owner, ...free } = one;
  if (isKept) account.existing.set(keyOf(one.type, one.name), free);
  else account.existing.delete(keyOf(one.type, one.name));
  return undefined;
};

const policyOf = (stack: DeployedStack, id: string): string | undefined =>
  stack.template?.Resources[id]?.DeletionPolicy;

const standing = ({ account }: Operation, one: TemplateResource, { values }: ChangeSet): Existing | undefined => {
  const fixed = nameOf(one, values);
  return fixed === undefined ? undefined : account.existing.get(keyOf(one.Type, fixed));
};

const failure = ({ settings }: Operation, id: string): string | undefined => {
  const broken = settings.failing?.();
  return broken?.resource === id ? broken.reason : undefined;
};

const delivered = async ({ settings }: Operation, { Type, Properties = {} }: TemplateResource) =>
  Type.startsWith('Custom::') ? settings.deliver?.(Properties) : undefined;

const make = async (operation: Operation, id: string, one: TemplateResource, set: ChangeSet) => {
  const { account, name, stack, nextId } = operation;
  const found = standing(operation, one, set);
  const isImported = set.imports && found !== undefined && found.stack === undefined && canBeImported(one);
  const why =
    (isImported ? undefined : whyNotCreated(account, one, set.values)) ??
    failure(operation, id) ??
    (await delivered(operation, one));
  if (why !== undefined) return why;
  const made: Existing = {
    type: one.Type,
    name: nameOf(one, set.values) ?? `${name}-${id}-${nextId()}`,
    stack: name,
    isProtected: isProtected(one),
  };
  stack.resources.set(id, made);
  account.existing.set(keyOf(made.type, made.name), made);
  return undefined;
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const change = async (operation: Operation, before: TemplateResource, one: TemplateResource, id: string) =>
  same(before, one)
    ? undefined
    : (whyNotChanged(before, one) ?? failure(operation, id) ?? (await delivered(operation, one)));

type Done = { readonly made: readonly string[]; readonly imported: ReadonlySet<string> };

const rollBack = (operation: Operation, { made, imported }: Done, { template }: ChangeSet): void => {
  const { name, stack, settings, tell } = operation;
  const verb = stack.template === undefined ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
  tell(name, stackType, `${verb}_IN_PROGRESS`, 'The following resource(s) failed to create');
  const problems = made.toReversed().flatMap((id) => {
    const { Type = '', DeletionPolicy } = template.Resources[id] ?? {};
    // What was taken over is given back as it was.
    const policy = imported.has(id) ? 'Retain' : DeletionPolicy;
    const why = settings.stuck?.() === id ? 'it cannot be rolled back' : remove(operation, id, policy, true);
    tell(id, Type, why === undefined ? 'DELETE_COMPLETE' : 'DELETE_FAILED', why);
    return why ?? [];
  });
  tell(name, stackType, problems.length > 0 ? `${verb}_FAILED` : `${verb}_COMPLETE`);
};

/** One after the other until one fails; answers with what was made. */
const makeAll = async (operation: Operation, set: ChangeSet): Promise<Done & { readonly failed: boolean }> => {
  const { stack, tell } = operation;
  const made: string[] = [];
  const imported = new Set<string>();
  for (const [id, one] of inOrder(set.template.Resources)) {
    if (!isMade(one, set.template, set.values)) continue;
    const before = stack.resources.has(id) ? stack.template?.Resources[id] : undefined;
    if (!before && standing(operation, one, set)) imported.add(id);
    const why = await (before ? change(operation, before, one, id) : make(operation, id, one, set));
    const verb = before ? 'UPDATE' : 'CREATE';
    if (why !== undefined) {
      tell(id, one.Type, `${verb}_FAILED`, why);
      return { made, imported, failed: true };
    }
    if (!before) made.push(id);
    if (!before || !same(before, one)) tell(id, one.Type, `${verb}_COMPLETE`);
  }
  return { made, imported, failed: false };
};

export const executeOn = async (operation: Operation, set: ChangeSet): Promise<void> => {
  const { name, stack, tell } = operation;
  const before = stack.template;
  const verb = before === undefined ? 'CREATE' : 'UPDATE';
  tell(name, stackType, `${verb}_IN_PROGRESS`, 'User Initiated');
  const done = await makeAll(operation, set);
  if (done.failed) {
    rollBack(operation, done, set);
    return;
  }
  for (const id of [...stack.resources.keys()].filter((one) => !(one in set.template.Resources))) {
    remove(operation, id, policyOf(stack, id), false);
    tell(id, before?.Resources[id]?.Type ?? '', 'DELETE_COMPLETE');
  }
  stack.template = set.template;
  stack.parameters = set.values;
  tell(name, stackType, `${verb}_COMPLETE`);
};

/** `retained`: what a second try lets go of. */
export const deleteOn = (operation: Operation, retained: readonly string[] = []): void => {
  const { name, stack, settings, tell } = operation;
  tell(name, stackType, 'DELETE_IN_PROGRESS', 'User Initiated');
  const problems = [...stack.resources].toReversed().flatMap(([id, one]) => {
    // After a failed creation there is no template any more: what is left is what its policy keeps now.
    const own = policyOf(stack, id) ?? (one.isProtected && !settings.forgetsPolicies ? 'Retain' : undefined);
    const policy = retained.includes(id) ? 'Retain' : own;
    const why = remove(operation, id, policy, false);
    tell(id, one.type, why === undefined ? 'DELETE_COMPLETE' : 'DELETE_FAILED', why);
    return why ?? [];
  });
  tell(name, stackType, problems.length > 0 ? 'DELETE_FAILED' : 'DELETE_COMPLETE');
};

export const continueRollbackOn = (operation: Operation): void => {
  const { name, stack, tell } = operation;
  tell(name, stackType, 'UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
  const known = stack.template?.Resources ?? {};
  for (const id of [...stack.resources.keys()].filter((one) => !(one in known))) remove(operation, id, undefined, true);
  tell(name, stackType, 'UPDATE_ROLLBACK_COMPLETE');
};
