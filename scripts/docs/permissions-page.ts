// docs/permissions.md: what each function may do and why, and what a person needs for each command; from the statements that
// are deployed. Pure.

import { rightsOf } from '#access/functions.ts';
import { peoplesPermissions } from '#access/people.ts';
import type { Statement } from '#access/statement.ts';
import type { Arn } from '#core/aws/arn.ts';
import type { FunctionName } from '#core/deployed.ts';
import { permissionsFor } from '#kinds/permissions.ts';
import { code, paragraph, table } from './markdown.ts';
import { reasons } from './permission-reasons.ts';
import { sampleCleanup, sampleDefinition } from './sample-environment.ts';

const arn: Arn = (service, resource) => `arn:aws:${service}:REGION:ACCOUNT:${resource}`;

/** By function, all that its role may do. */
export const functionPermissions: ReadonlyMap<FunctionName, readonly Statement[]> = rightsOf(
  { ...sampleDefinition, cleanup: sampleCleanup },
  arn,
);

const does: Readonly<Record<FunctionName, string>> = {
  start: 'Brings the environment up.',
  stop: 'Takes the environment down.',
  reconcile:
    'Compares the environment with what it is due to be. It changes nothing itself: it has `start` or `stop` do it.',
  'alarm-notify': 'Says in Slack what happens. Of the environment it may touch nothing at all.',
  cleanup: 'Empties Kafka topics. Of the environment it may touch nothing but the topics that its definition names.',
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

/** What is asked for the same reason of the same things stands together; what is granted twice is told once. */
const rowsOf = (statements: readonly Statement[]): Row[] => {
  const rows = new Map<string, Row>();
  for (const statement of statements)
    for (const action of statement.actions) {
      const [on, why] = [
        onText(statement),
        statement.effect === 'Deny' ? '**denied**, whatever else is allowed' : because(action),
      ];
      const row = rows.get(`${on} ${why}`) ?? { actions: [], on, why };
      if (!row.actions.includes(action)) row.actions.push(action);
      rows.set(`${on} ${why}`, row);
    }
  return [...rows.values()];
};

const permissionTable = (statements: readonly Statement[]): string[] =>
  table(
    ['action', 'on', 'why'],
    rowsOf(statements).map(({ actions, on, why }) => [actions.map(code).join(' '), on, why]),
  );

const functionSections = [...functionPermissions].flatMap(([name, statements]) => [
  ...paragraph(`### ${name}`, '', does[name]),
  ...permissionTable(statements),
]);

const peopleSections = Object.entries(peoplesPermissions).flatMap(([commands, needed]) => [
  ...paragraph(`### ${commands.split(', ').map(code).join(', ')}`),
  ...permissionTable(needed(sampleDefinition, arn)),
]);

const intro = paragraph(
  '# Permissions',
  '',
  'Made by `npm run docs` from the statements that are deployed, for an environment in which everything occurs that a definition can',
  'name: `INSTANCE`, `SERVICE` and so on stand for the names in yours. What a definition does not name is not granted, and nothing of',
  'another environment ever. Where `*` stands alone, AWS takes nothing narrower.',
  '',
  '## The functions',
  '',
  'Each has a role of its own, `curfew-ENV-<function>`, with one policy; what is too long for it goes into managed ones of the same role. Tests',
  'compare each with the calls that its code makes, and with those that it makes in rehearsed nights. EventBridge Scheduler has a role that may invoke `start`, `stop` and',
  '`reconcile` of its environment and put what it could not deliver into `curfew-ENV-dead-letters`.',
);

/** What the rights are on only where the definition asks for it. */
const wider = [...functionPermissions.keys()].flatMap((name) => {
  const usual = new Set(rowsOf(functionPermissions.get(name) ?? []).map(({ on }) => on));
  const byCluster = rightsOf({ ...sampleDefinition, access: { services: 'cluster' } }, arn).get(name) ?? [];
  return rowsOf(byCluster)
    .filter(({ on }) => !usual.has(on))
    .map(({ actions, on }) => [code(name), actions.map(code).join(' '), on]);
});

const clusterSection = [
  ...paragraph(
    '### access: cluster',
    '',
    'IAM takes so many letters of a role: about 770 services by their names, fewer where names are long; `curfew validate` counts them. Where a',
    'definition says `access: cluster`, these rights are wider, and reach services of the cluster that the definition does not name. Say so only',
    'of clusters that belong to the environment as a whole.',
  ),
  ...table(['function', 'action', 'on'], wider),
];

const people = paragraph(
  '## People',
  '',
  'No role is made for people. This is what whoever types a command needs; with less, the command names the action that is missing.',
  'Nothing is needed for `validate`, `render`, `rehearse`, `plan` without `--live`, and everything with `--rehearsal`.',
  '',
  '`curfew deploy-guard` also needs what the deployment itself needs ([deploy.md](deploy.md)); `curfew cleanup --bootstrap` on MSK needs',
  'the `kafka-cluster:` actions of [the function](#cleanup). Whoever may write to the state table can hold the lease of an environment:',
  'give that right to operators only.',
);

export const permissionsPage = (): string =>
  [...intro, ...functionSections, ...clusterSection, ...people, ...peopleSections].join('\n');
