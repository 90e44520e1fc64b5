// A fake CloudFormation: creates, updates, rolls back and deletes stacks in an account, as far as it was learned what can go wrong.
// A name is taken once; a failed creation is rolled back, and leaves what its policy keeps; a stack whose creation failed has
// to be deleted before the next try, and a protected one cannot be.
import { nameProperties } from '#infra/platform/preflight/fixed-names.ts';
import {
  isMade,
  parameterValues,
  type StackTemplate,
  shown,
  type TemplateResource,
} from '#infra/platform/preflight/template.ts';
import { type Account, accountId, type DeployedResource, type DeployedState, keyOf } from './account.ts';
import { created, deleted, type Resolve, undeletable, whenChanged, whenCreated } from './service-rules.ts';

type Deployment = {
  readonly stackName: string;
  readonly template: StackTemplate;
  readonly terminationProtection: boolean;
  readonly given?: Readonly<Record<string, string>>;
  /** The resource whose creation fails for a reason of its own: a limit, a lack of capacity. */
  readonly failing?: string;
};

export type Outcome = { readonly status: string; readonly reason?: string };

const referencesOf = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"Ref":"(\w+)"|"Fn::GetAtt":\["(\w+)"/g)].flatMap(
    ([, ref, attribute]) => ref ?? attribute ?? [],
  );

/** Each after what it refers to or depends on. */
const ordered = (resources: Readonly<Record<string, TemplateResource>>): [string, TemplateResource][] => {
  const done = new Map<string, TemplateResource>();
  const visit = (id: string): void => {
    const one = resources[id];
    if (!one || done.has(id)) return;
    for (const other of [...referencesOf(one.Properties ?? {}), ...[one.DependsOn ?? []].flat()])
      if (other !== id) visit(other);
    done.set(id, one);
  };
  for (const id of Object.keys(resources)) visit(id);
  return [...done];
};

const importsOf = (template: StackTemplate): string[] =>
  [...JSON.stringify(template).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name ?? '');
/** `stack.output`, of what is taken from another stack without an export. */
const outputsTaken = (template: StackTemplate): string[] =>
  [...JSON.stringify(template).matchAll(/"Fn::GetStackOutput":(\{[^}]*\})/g)].map(([, reference = '{}']) => {
    const { StackName, OutputName } = JSON.parse(reference) as Record<string, string>;
    return `${StackName}.${OutputName}`;
  });
const exportsOf = ({ Outputs = {} }: StackTemplate): string[] =>
  Object.values(Outputs).flatMap(({ Export }) => (Export ? [Export.Name] : []));

const resolverFor = (
  account: Account,
  template: StackTemplate,
  values: Readonly<Record<string, string>>,
  state: DeployedState,
): Resolve => {
  const arnOf = (one: DeployedResource): string => {
    if (one.type === 'AWS::MSK::Cluster') return `arn:aws:kafka:us-east-1:${accountId}:cluster/${one.name}/uuid-1`;
    return one.type === 'AWS::S3::Bucket' ? `arn:aws:s3:::${one.name}` : `arn of ${one.name}`;
  };
  const known = (reference: string): string | undefined => {
    const [id = '', attribute] = reference.split('.');
    if (id === 'AWS::AccountId') return accountId;
    if (id in (template.Parameters ?? {})) {
      const value = values[id] ?? '';
      return template.Parameters?.[id]?.Type.startsWith('AWS::SSM') ? account.parameters.get(value) : value;
    }
    const one = state.resources.get(id);
    if (!one) return undefined;
    return attribute === undefined ? one.name : attribute === 'Arn' ? arnOf(one) : `${one.name}.${attribute}`;
  };
  const withImports = (value: unknown): string => {
    const name = (value as Record<string, unknown> | null)?.['Fn::ImportValue'];
    // Of a Kafka cluster only is a value that comes from another stack looked into.
    if (typeof name === 'string' && name.includes('kafkacluster')) {
      const cluster = [...account.resources.values()].find(
        ({ type, stack }) => type === 'AWS::MSK::Cluster' && name.startsWith(`${stack}:`),
      );
      return `arn:aws:kafka:us-east-1:${accountId}:cluster/${cluster?.name}/uuid-1`;
    }
    return shown(value, known);
  };
  return withImports;
};

export const cloudFormation = (account: Account) => {
  let serial = account.resources.size;
  const remove = (state: DeployedState, id: string, rollback: boolean): string | undefined => {
    const one = state.resources.get(id);
    if (!one) return undefined;
    const isKept = one.deletionPolicy === 'Retain' || (one.deletionPolicy === 'RetainExceptOnCreate' && !rollback);
    if (!isKept) {
      const why = undeletable(account, one);
      if (why) return `${id} cannot be deleted: ${why}`;
      deleted(account, one, state.resources);
      account.resources.delete(keyOf(one.type, one.name));
    }
    state.resources.delete(id);
    return undefined;
  };

  const removeAll = (state: DeployedState, ids: readonly string[], rollback: boolean): string | undefined => {
    const problems = ids.toReversed().flatMap((id) => remove(state, id, rollback) ?? []);
    return problems[0];
  };

  const refusal = (
    { template, stackName }: Deployment,
    values: Readonly<Record<string, string>>,
  ): string | undefined => {
    for (const [name, { Type }] of Object.entries(template.Parameters ?? {})) {
      const value = values[name];
      if (value === undefined) return `parameter ${name} has no value`;
      if (Type.startsWith('AWS::SSM') && !account.parameters.has(value)) return `Unable to fetch parameters [${value}]`;
    }
    const exported = new Set([...account.stacks].flatMap(([name, { exports }]) => (name === stackName ? [] : exports)));
    const outputs = new Set(
      [...account.stacks].flatMap(([name, state]) => state.outputs.map((output) => `${name}.${output}`)),
    );
    return (
      importsOf(template).find((name) => !exported.has(name)) ??
      outputsTaken(template).find((name) => !outputs.has(name))
    );
  };

  const make = (
    deployment: Deployment,
    state: DeployedState,
    resolve: Resolve,
    [id, one]: [string, TemplateResource],
  ): string | undefined => {
    const { Type: type, Properties: properties = {} } = one;
    const property = nameProperties[type];
    const given = property === undefined ? undefined : properties[property];
    const before = state.resources.get(id);
    // CloudFormation's own names never collide.
    serial += 1;
    const own = before?.name ?? `${deployment.stackName}-${id}-${serial}`;
    const name = given === undefined ? own : resolve(given);
    const made = { id, type, name, properties };
    const wrong = before
      ? JSON.stringify(before.properties) === JSON.stringify(properties)
        ? undefined
        : whenChanged[type]?.(before.properties, account, made, resolve, state.resources)
      : account.resources.has(keyOf(type, name))
        ? `${name} already exists`
        : whenCreated[type]?.(account, made, resolve, state.resources);
    if (wrong) return `${id}: ${wrong}`;
    if (!before) {
      account.resources.set(keyOf(type, name), { type, name, stack: deployment.stackName });
      created(account, made, resolve);
    }
    state.resources.set(id, { ...made, deletionPolicy: one.DeletionPolicy ?? 'Delete', dependsOn: [] });
    return deployment.failing === id && !before ? `${id}: there is no capacity` : undefined;
  };

  const deploy = (deployment: Deployment): Outcome => {
    const { stackName, template, terminationProtection, given = {} } = deployment;
    const earlier = account.stacks.get(stackName);
    if (earlier?.status === 'ROLLBACK_COMPLETE') {
      // CDK deletes it first.
      if (earlier.isProtected)
        return { status: 'ROLLBACK_COMPLETE', reason: 'it is protected, so that it cannot be deleted' };
      account.stacks.delete(stackName);
    } else if (earlier && !earlier.status.endsWith('_COMPLETE'))
      return { status: earlier.status, reason: 'it has to be repaired by hand' };
    const before = account.stacks.get(stackName);
    const values = parameterValues(template, before?.parameters ?? {}, given);
    const refused = refusal(deployment, values);
    if (refused) return { status: before?.status ?? 'REVIEW_IN_PROGRESS', reason: refused };
    const state: DeployedState = {
      status: '',
      isProtected: terminationProtection,
      template,
      parameters: values,
      resources: new Map(before?.resources),
      exports: exportsOf(template),
      outputs: Object.keys(template.Outputs ?? {}),
      imports: importsOf(template),
    };
    account.stacks.set(stackName, state);
    const resolve = resolverFor(account, template, values, state);
    const wanted = ordered(template.Resources).filter(([, { Condition }]) => isMade(Condition, template, values));
    const isNew = (id: string) => !before?.resources.has(id);
    for (const one of wanted) {
      const wrong = make(deployment, state, resolve, one);
      if (!wrong) continue;
      const made = [...state.resources.keys()].filter(isNew);
      const stuck = removeAll(state, made, true);
      const verb = before ? 'UPDATE_ROLLBACK' : 'ROLLBACK';
      if (before && !stuck) account.stacks.set(stackName, { ...before, status: `${verb}_COMPLETE` });
      else state.status = stuck ? `${verb}_FAILED` : `${verb}_COMPLETE`;
      return { status: stuck ? `${verb}_FAILED` : `${verb}_COMPLETE`, reason: stuck ?? wrong };
    }
    const gone = [...state.resources.keys()].filter((id) => !wanted.some(([one]) => one === id));
    removeAll(state, gone, false);
    state.status = before ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE';
    return { status: state.status };
  };

  const destroy = (stackName: string): Outcome => {
    const state = account.stacks.get(stackName);
    if (!state) return { status: 'DELETE_COMPLETE' };
    if (state.isProtected) return { status: state.status, reason: 'it is protected' };
    const users = [...account.stacks].filter(([, { imports }]) => imports.some((name) => state.exports.includes(name)));
    if (users.length > 0) return { status: 'DELETE_FAILED', reason: `an export is in use by ${users[0]?.[0]}` };
    const stuck = removeAll(state, [...state.resources.keys()], false);
    if (!stuck) account.stacks.delete(stackName);
    else state.status = 'DELETE_FAILED';
    return stuck ? { status: 'DELETE_FAILED', reason: stuck } : { status: 'DELETE_COMPLETE' };
  };

  return { deploy, destroy };
};
