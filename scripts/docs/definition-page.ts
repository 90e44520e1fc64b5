// docs/definition.md: every key of `environments/<name>.yaml`, from the JSON Schema that editors use. Pure.

import { exampleSections } from './definition-examples.ts';
import { definitionRows, membersOf, type Node } from './definition-rows.ts';
import { code, list, paragraph } from './markdown.ts';

const intro = paragraph(
  '# The definition of an environment',
  '',
  'One file, `environments/<name>.yaml`, describes one environment. `npx curfew validate` checks all files, or the files that you name, and',
  'reports each problem with file, line, key and remedy. `npm run docs` generates this page from the schema.',
  '',
  'A changed file changes nothing by itself. `npx curfew diff FILE` says what differs from the deployed definition and when each change takes effect.',
  '`npx curfew apply FILE` makes the file the next version within seconds: a run in progress keeps its version, the next one uses the new one. What needs',
  'new permissions is refused there: `npx curfew deploy FILE` makes all changes. `npx curfew status` shows which version is deployed and whether your file',
  'differs. A definition that its stack owns is changed by deploying the stack.',
  '',
  'Editors complete and check the keys if the first line of the file names the schema:',
  '',
  '```yaml',
  '# yaml-language-server: $schema=./environment.schema.json',
  '```',
  '',
  '## Examples',
);

const reference = paragraph(
  '## All keys',
  '',
  'Keys are written as paths: `schedule.start.at` is `at` under `start` under `schedule`. `<name>` is a name that you choose, `[]` is an entry of',
  'a list.',
  '',
  '`validate` also rejects: unknown keys and names, dependency cycles, the same AWS resource under two names, a start and a stop at the same time, routes',
  'that can never match, and more resources than one run can handle.',
  '',
  '`validate` warns (`⚠`, exit code 0) about: a start without a stop within 24 hours, an unknown region, a region that may not have durable functions,',
  'and services and databases without any `dependsOn`.',
);

const isScalar = ({ properties, additionalProperties, items, oneOf }: Node): boolean =>
  !(properties || additionalProperties || items || oneOf);

type Row = ReturnType<typeof definitionRows>[number];

const entryOf = ({ path, value, need, help }: Row): string => `${code(path)} (${need}): ${value}. ${help}`.trim();

const topLevel = ({ properties = {}, required = [] }: Node): string[] =>
  list(
    Object.entries(properties).flatMap(([key, node]) => {
      const [own] = definitionRows(key, node, required.includes(key));
      if (!own) return [];
      return [isScalar(node) ? entryOf(own) : `${code(key)} (${own.need}): see [below](#${key.toLowerCase()}).`];
    }),
  );

const section = (key: string, node: Node, required: boolean): string[] => {
  const [own, ...below] = definitionRows(key, node, required);
  return [...paragraph(`## ${key}`, '', own?.help ?? ''), ...list(below.map(entryOf))];
};

const kindOf = ({ properties }: Node): string => String(properties?.kind?.const);

/** The keys that every kind has. Defaults that differ by kind are shown with the kind. */
const commonKeys = (kinds: readonly Node[]): string[] => {
  const [first, ...others] = kinds.map(({ properties = {} }) => Object.keys(properties));
  return (first ?? []).filter((key) => key !== 'kind' && others.every((keys) => keys.includes(key)));
};

const only = (node: Node, keep: (key: string) => boolean): Node => ({
  ...node,
  properties: Object.fromEntries(Object.entries(node.properties ?? {}).filter(([key]) => keep(key))),
});

const deadlinesOf = ({ properties }: Node): string => {
  const { start, stop } = properties?.deadlineMinutes?.properties ?? {};
  return `Default deadlines: ${start?.default} minutes for a start, ${stop?.default} for a stop.`;
};

const kindSection = (node: Node, isCommon: (key: string) => boolean): string[] => {
  const [, ...own] = definitionRows(
    '',
    only(node, (key) => key !== 'kind' && !isCommon(key)),
    true,
  );
  return [
    ...paragraph(`### ${kindOf(node)}`, '', `${node.properties?.kind?.description} ${deadlinesOf(node)}`),
    ...list(own.map(entryOf)),
  ];
};

const resourcesSection = (resources: Node): string[] => {
  const kinds = membersOf(resources)?.oneOf ?? [];
  const common = commonKeys(kinds);
  const isCommon = (key: string) => common.includes(key);
  const [, ...shared] = definitionRows('', only(kinds[0] ?? {}, isCommon), true);
  return [
    ...paragraph('## resources', '', resources.description ?? ''),
    ...paragraph('Every resource has a `kind`, the keys of that kind, and these keys:'),
    ...list(
      shared.map((one) =>
        entryOf(/^deadlineMinutes\./.test(one.path) ? { ...one, need: 'default depends on kind' } : one),
      ),
    ),
    ...kinds.flatMap((kind) => kindSection(kind, isCommon)),
  ];
};

export const definitionPage = (schema: Node): string => {
  const { properties = {}, required = [] } = schema;
  const sections = Object.entries(properties).flatMap(([key, node]) => {
    if (isScalar(node)) return [];
    return key === 'resources' ? resourcesSection(node) : section(key, node, required.includes(key));
  });
  return [...intro, ...exampleSections, ...reference, ...topLevel(schema), ...sections].join('\n');
};
