// docs/permissions.md: what each function may do and why, and what a person needs for each command; from the statements that
// are deployed. Pure.

import { rightsOf } from '#access/functions.ts';
import { investigateAlarms } from '#access/investigations.ts';
import { peoplesPermissions } from '#access/people.ts';
import type { Statement } from '#access/statement.ts';
import type { Arn } from '#core/aws/arn.ts';
import type { FunctionName } from '#core/deployed.ts';
import { permissionsFor } from '#kinds/permissions.ts';
import { code, list, paragraph } from './markdown.ts';
import { reasons } from './permission-reasons.ts';
import { sampleCleanup, sampleDefinition } from './sample-environment.ts';

const arn: Arn = (service, resource) => `arn:aws:${service}:REGION:ACCOUNT:${resource}`;

const { environment } = sampleDefinition;

/** By function, all that its role may do. */
export const functionPermissions: ReadonlyMap<FunctionName, readonly Statement[]> = rightsOf(
  { ...sampleDefinition, cleanup: sampleCleanup },
  arn,
);

const does: Readonly<Record<FunctionName, string>> = {
  start: 'Starts the environment.',
  stop: 'Stops the environment.',
  reconcile:
    'Compares the environment with its desired state. It changes nothing itself: it invokes `start` or `stop`.',
  'alarm-notify': 'Sends notifications. It has no permission on the resources of the environment.',
  control:
    'Stores the versions of the definition and keeps the schedules of starts and stops. It has no permission on the resources of the environment.',
  cleanup: 'Empties Kafka topics. It can change only the topics that the definition names.',
};

const reasonsOfKinds: Readonly<Record<string, string>> = Object.assign(
  {},
  ...(['observe', 'start', 'stop'] as const).flatMap((doing) =>
    permissionsFor(doing, sampleDefinition.resources, arn).map(({ actions }) => actions),
  ),
);

const because = (action: string): string => {
  const why = reasonsOfKinds[action] ?? reasons[action];
  if (why === undefined) throw new Error(`scripts/docs/permission-reasons.ts does not say why ${action} is needed`);
  return why;
};

/** `Null` asks whether a key is missing; `…IfExists` asks only those that are there. */
const oneCondition = (operator: string, key: string, values: string | string[]): string => {
  if (operator === 'Null') return `${code(key)} is ${values === 'true' ? 'not given' : 'given'}`;
  const expected = [values].flat().map(code).join(' or ');
  return `${code(key)} is ${expected}${operator.endsWith('IfExists') ? ' or not given' : ''}`;
};

const conditionText = (statement: Statement): string =>
  Object.entries(statement.conditions as Record<string, Record<string, string | string[]>>)
    .flatMap(([operator, keys]) => Object.entries(keys).map(([key, values]) => oneCondition(operator, key, values)))
    .join(' and ');

const onText = (statement: Statement): string => {
  const condition = conditionText(statement);
  const on = [...new Set(statement.resources)].map(code).join(' ');
  return condition === '' ? on : `${on} if ${condition}`;
};

type Row = { readonly actions: string[]; readonly on: string; readonly why: string };

/** Permissions with the same reason and the same resources stand together; what is granted twice is listed once. */
const rowsOf = (statements: readonly Statement[]): Row[] => {
  const rows = new Map<string, Row>();
  for (const statement of statements)
    for (const action of statement.actions) {
      const [on, why] = [onText(statement), statement.effect === 'Deny' ? '**denied** explicitly' : because(action)];
      const row = rows.get(`${on} ${why}`) ?? { actions: [], on, why };
      if (!row.actions.includes(action)) row.actions.push(action);
      rows.set(`${on} ${why}`, row);
    }
  return [...rows.values()];
};

const permissionTable = (statements: readonly Statement[]): string[] =>
  list(rowsOf(statements).map(({ actions, on, why }) => `${actions.map(code).join(' ')}: ${why}. On ${on}`));

const functionSections = [...functionPermissions].flatMap(([name, statements]) => [
  ...paragraph(`### ${name}`, '', does[name]),
  ...permissionTable(statements),
]);

const peopleSections = Object.entries(peoplesPermissions).flatMap(([commands, needed]) => [
  ...paragraph(`### ${commands.split(', ').map(code).join(', ')}`),
  ...permissionTable(needed(sampleDefinition, arn)),
]);

/** What an operator needs every day: look, start, stop, hold. */
export const operatorCommands = [
  'curfew status',
  'curfew runs',
  'curfew start, curfew stop',
  'curfew hold, curfew release',
] as const satisfies readonly (keyof typeof peoplesPermissions)[];

/** Names of resources become `*`: the policy then holds for every definition, and these commands only read resources. */
const pasteArn: Arn = (service, resource) =>
  arn(service, resource.replaceAll(environment, 'ENV').replaceAll(/\b(?!ENV\b)[A-Z][A-Z-]{2,}\b/g, '*'));

type JsonStatement = {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: object;
};

const scopeOf = ({ effect, resources, conditions }: Statement): Omit<JsonStatement, 'Action'> => ({
  Effect: effect,
  Resource: [...new Set(resources)],
  ...(Object.keys(conditions as object).length > 0 ? { Condition: conditions as object } : {}),
});

/** Statements with the same scope become one. */
const merged = (statements: readonly Statement[]): JsonStatement[] => {
  const byScope = Map.groupBy(statements, (one) => JSON.stringify(scopeOf(one)));
  return [...byScope.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    const { Effect: effect, ...scope } = scopeOf(first);
    return [{ Effect: effect, Action: [...new Set(alike.flatMap(({ actions }) => actions))], ...scope }];
  });
};

/** The statements of those commands, each once. */
export const operatorPolicy = (): { readonly Version: string; readonly Statement: readonly JsonStatement[] } => ({
  Version: '2012-10-17',
  Statement: merged(operatorCommands.flatMap((command) => peoplesPermissions[command](sampleDefinition, pasteArn))),
});

const policy = paragraph(
  '# Permissions',
  '',
  '## A policy for operators',
  '',
  `Paste this into IAM for people who run ${operatorCommands.map((one) => one.split(', ').map(code).join(', ')).join(', ')}. Replace \`ENV\`, \`REGION\` and`,
  '`ACCOUNT`. It reads the environment, invokes the functions and writes holds. It cannot change a resource directly.',
  '',
  '```json',
  ...JSON.stringify(operatorPolicy(), undefined, 2).split('\n'),
  '```',
);

const intro = paragraph(
  '## The functions',
  '',
  '`npm run docs` generates the rest of this page from the deployed statements, for a sample environment with every kind of resource: `INSTANCE`,',
  '`SERVICE` and so on stand for your names. Curfew gets no permission for resources that the definition does not name. A lone `*` means that AWS',
  'supports nothing narrower.',
  '',
  'Each function has its own role, `curfew-ENV-<function>`, with one inline policy; what is too long for it goes into managed policies of the same role. Tests compare each policy with the calls in',
  'the code and with the calls in rehearsed nights. The EventBridge Scheduler role can invoke `start`, `stop` and `reconcile` of its environment and',
  'send to `curfew-ENV-dead-letters`.',
);

/** What the rights are on only where the definition asks for it. */
const wider = [...functionPermissions.keys()].flatMap((name) => {
  const usual = new Set(rowsOf(functionPermissions.get(name) ?? []).map(({ on }) => on));
  const byCluster = rightsOf({ ...sampleDefinition, access: { services: 'cluster' } }, arn).get(name) ?? [];
  return rowsOf(byCluster)
    .filter(({ on }) => !usual.has(on))
    .map(({ actions, on }) => `${code(name)}: ${actions.map(code).join(' ')}. On ${on}`);
});

const clusterSection = [
  ...paragraph(
    '### access: cluster',
    '',
    'IAM takes so many letters of a role: about 770 services by their names, fewer where names are long; `curfew validate` counts them. Where a',
    'definition says `access: cluster`, these rights are wider, and reach services of the cluster that the definition does not name. Say so only',
    'of clusters that belong to the environment as a whole.',
  ),
  ...list(wider),
];

const investigationSection = [
  ...paragraph(
    '### alarm-investigation',
    '',
    'In a stack of its own, and only where a definition has `investigations` ([investigations](investigations.md)). No other role can start an investigation.',
  ),
  ...permissionTable(investigateAlarms({ environment, investigations: { agentSpace: 'SPACE', perDay: 5 } }, arn)),
];

const people = paragraph(
  '## People',
  '',
  'Curfew creates no role for people. Each command needs these permissions. If one is missing, the command names the action. `validate`, `render`,',
  '`rehearse`, `ls`, `logs` and everything with `--rehearsal` need no permissions.',
  '',
  'The confirmation prompt names the account by its alias if `iam:ListAccountAliases` is allowed, and by its number otherwise.',
  '',
  '`curfew deploy-guard` also needs the permissions of the deployment itself ([deploy.md](deploy.md)). `curfew cleanup --bootstrap` on MSK needs the',
  '`kafka-cluster:` actions of [the function](#cleanup). Write access to the state table allows holding the lease of an environment: grant it to',
  'operators only.',
);

export const permissionsPage = (): string =>
  [
    ...policy,
    ...intro,
    ...functionSections,
    ...investigationSection,
    ...clusterSection,
    ...people,
    ...peopleSections,
  ].join('\n');
