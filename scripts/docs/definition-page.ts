// docs/definition.md: every key of `environments/<name>.yaml`, from the JSON Schema that editors use. Pure.
import { definitionRows, membersOf, type Node } from './definition-rows.ts';
import { code, paragraph, table } from './markdown.ts';

const head = ['key', 'value', '', 'what it is'];

const intro = paragraph(
  '# The definition of an environment',
  '',
  '`environments/<name>.yaml` is the one file that an operator edits. This page is made from its format by `npm run docs`; editors',
  'show the same by `schema.json` of the project or package, which the first line of a definition may name:',
  '',
  '```yaml',
  '# yaml-language-server: $schema=../schema.json',
  '```',
  '',
  '`npx curfew validate` checks every definition, or the files that you name, and tells file, line, key and remedy of what is wrong. It',
  'also refuses what no single key shows: an unknown key or name, a cycle of `dependsOn`, one thing in AWS under two names, a start and',
  'a stop at the same moment, a route that an earlier one leaves nothing for, and more resources than one run can do.',
  '',
  'What is allowed and probably not meant is a warning (`⚠`, exit code 0): a start that no stop follows within 24 hours, a region that AWS does',
  'not have or that is not known to have durable functions, and services beside databases without a single `dependsOn`.',
  '',
  'Keys are written as paths: `schedule.start.at` is `at` under `start` under `schedule`; `<name>` is a name of your choice, `[]` each',
  'entry of a list.',
);

const isScalar = ({ properties, additionalProperties, items, oneOf }: Node): boolean =>
  !(properties || additionalProperties || items || oneOf);

const rowsAsCells = (rows: ReturnType<typeof definitionRows>): string[][] =>
  rows.map(({ path, value, need, help }) => [code(path), value, need, help]);

const topLevel = ({ properties = {}, required = [] }: Node): string[] =>
  table(
    head,
    Object.entries(properties).map(([key, node]) => {
      const [own] = definitionRows(key, node, required.includes(key));
      const help = isScalar(node) ? (own?.help ?? '') : `See [below](#${key}).`;
      return [code(key), own?.value ?? '', own?.need ?? '', help];
    }),
  );

const section = (key: string, node: Node, required: boolean): string[] => {
  const [own, ...below] = definitionRows(key, node, required);
  return [...paragraph(`## ${key}`, '', own?.help ?? ''), ...table(head, rowsAsCells(below))];
};

const kindOf = ({ properties }: Node): string => String(properties?.kind?.const);

/** The keys that every kind has, told once, with the defaults that differ by kind left to the kinds. */
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
  return `Deadlines, unless you set others: ${start?.default} minutes for a start, ${stop?.default} for a stop.`;
};

const kindSection = (node: Node, isCommon: (key: string) => boolean): string[] => {
  const [, ...own] = definitionRows(
    '',
    only(node, (key) => key !== 'kind' && !isCommon(key)),
    true,
  );
  return [
    ...paragraph(`### ${kindOf(node)}`, '', `${node.properties?.kind?.description} ${deadlinesOf(node)}`),
    ...table(head, rowsAsCells(own)),
  ];
};

const resourcesSection = (resources: Node): string[] => {
  const kinds = membersOf(resources)?.oneOf ?? [];
  const common = commonKeys(kinds);
  const isCommon = (key: string) => common.includes(key);
  const [, ...shared] = definitionRows('', only(kinds[0] ?? {}, isCommon), true);
  return [
    ...paragraph('## resources', '', resources.description ?? ''),
    ...paragraph('Every resource has a `kind`, the keys of its kind, and these:'),
    ...table(
      head,
      rowsAsCells(shared.map((one) => (/^deadlineMinutes\./.test(one.path) ? { ...one, need: 'by kind' } : one))),
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
  return [...intro, ...topLevel(schema), ...sections].join('\n');
};
