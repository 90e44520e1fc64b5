// Reads a plan of costs: YAML, or a page in Markdown with a table. Every error in YAML is listed with its line.
import { InputError } from '#core/errors.ts';
import { explain } from '#definition/explain.ts';
import { InvalidFileError, type Problem } from '#definition/problem.ts';
import { readYaml } from '#definition/yaml-file.ts';
import { type ActualOf, type CostPlan, defaultTag, type PlannedLine } from './cost-plan.ts';
import { markdownPlan } from './markdown-plan.ts';
import { costPlanFile, type WrittenCostPlan } from './plan-schema.ts';
import { usualActual } from './usual-services.ts';

type WrittenLine = WrittenCostPlan['lines'][number];

const kindOfFile = 'plan of costs';

const cents = (usd: number): number => Math.round(usd * 100);
const listOf = (written: string | readonly string[] | undefined): readonly string[] =>
  written === undefined ? [] : typeof written === 'string' ? [written] : written;

const partsOf = ({ parts = {} }: WrittenLine): PlannedLine['parts'] =>
  Object.entries(parts).map(([name, usd]) => ({ name, plannedCents: cents(usd) }));

const partsTotal = (line: WrittenLine): number =>
  partsOf(line).reduce((sum, { plannedCents }) => sum + plannedCents, 0);

const actualOf = ({ name, parts, actual }: WrittenLine): ActualOf => {
  if (actual === undefined) return usualActual([name, ...Object.keys(parts ?? {})]);
  if (actual === 'external') return { kind: 'external' };
  if ('fixed' in actual) return { kind: 'fixed', cents: cents(actual.fixed) };
  return { kind: 'cost-explorer', services: listOf(actual.service), tags: listOf(actual.tag) };
};

const dollarsOf = (amount: number): string => (amount / 100).toFixed(2);

const sumProblems = (line: WrittenLine, index: number): Problem[] => {
  const path = ['lines', index, 'planned'];
  if (line.planned === undefined && line.parts === undefined)
    return [
      { path, at: 'key', what: 'is missing', remedy: 'say what is planned, such as `planned: 300`, or list `parts`' },
    ];
  if (line.planned === undefined || line.parts === undefined || cents(line.planned) === partsTotal(line)) return [];
  return [
    {
      path,
      at: 'value',
      what: `is ${dollarsOf(cents(line.planned))}, and its parts are ${dollarsOf(partsTotal(line))} together`,
      remedy: 'correct one of them, or leave `planned` out: then it is the sum',
    },
  ];
};

const claimsOf = (actual: ActualOf): string[] => {
  if (actual.kind !== 'cost-explorer') return [];
  const { services, tags } = actual;
  if (services.length === 0) return tags.map((tag) => `the tag \`${tag}\``);
  if (tags.length === 0) return services.map((service) => `the service \`${service}\``);
  return tags.flatMap((tag) => services.map((service) => `the service \`${service}\` with the tag \`${tag}\``));
};

/** Two lines with the same costs would leave one of them with nothing. */
const claimProblems = (lines: readonly WrittenLine[]): Problem[] => {
  const owners = new Map<string, string>();
  return lines.flatMap((line, index) =>
    claimsOf(actualOf(line)).flatMap((claim): Problem[] => {
      const owner = owners.get(claim);
      owners.set(claim, owner ?? line.name);
      if (owner === undefined) return [];
      const remedy = 'give each cost to one line: by another service, by a tag, or as one line with `parts`';
      return [{ path: ['lines', index, 'actual'], at: 'value', what: `claims ${claim}, as \`${owner}\` does`, remedy }];
    }),
  );
};

const nameProblems = (lines: readonly WrittenLine[]): Problem[] =>
  lines.flatMap(({ name }, index): Problem[] =>
    lines.findIndex((other) => other.name === name) === index
      ? []
      : [
          {
            path: ['lines', index, 'name'],
            at: 'value',
            what: 'is the name of an earlier line',
            remedy: 'rename one of the two',
          },
        ],
  );

const tagProblems = ({ componentTag, lines }: WrittenCostPlan): Problem[] =>
  componentTag !== undefined
    ? []
    : lines.flatMap(({ actual }, index): Problem[] =>
        typeof actual === 'object' && 'tag' in actual && actual.tag !== undefined
          ? [
              {
                path: ['lines', index, 'actual', 'tag'],
                at: 'key',
                what: 'has no tag key to look for',
                remedy: 'say at the top which one it is, such as `componentTag: Component`',
              },
            ]
          : [],
      );

const relationProblems = (plan: WrittenCostPlan): Problem[] => [
  ...plan.lines.flatMap(sumProblems),
  ...nameProblems(plan.lines),
  ...claimProblems(plan.lines),
  ...tagProblems(plan),
];

const planOf = ({ tag = defaultTag, value, componentTag, lines }: WrittenCostPlan): CostPlan => ({
  tag,
  value,
  componentTag,
  lines: lines.map((line) => ({
    name: line.name,
    plannedCents: line.planned === undefined ? partsTotal(line) : cents(line.planned),
    parts: partsOf(line),
    actual: actualOf(line),
  })),
});

/** `file` is how messages call the text. Throws `InvalidFileError`. */
const parseCostPlan = (text: string, file: string): CostPlan => {
  const yaml = readYaml(text);
  if (yaml.content === undefined) throw new InvalidFileError(file, yaml.problems, kindOfFile);
  const parsed = costPlanFile.safeParse(yaml.content ?? {});
  const wrong = parsed.success
    ? relationProblems(parsed.data)
    : parsed.error.issues.flatMap((issue) => explain(issue, yaml.content, [], costPlanFile));
  const problems = [...yaml.problems, ...wrong.map(yaml.locate)];
  if (problems.length > 0 || !parsed.success) throw new InvalidFileError(file, problems, kindOfFile);
  return planOf(parsed.data);
};

/** By the name of the file: YAML, or Markdown. Throws `InputError`. */
export const readCostPlan = (text: string, file: string): CostPlan => {
  if (/\.(md|markdown)$/i.test(file)) return markdownPlan(text, file);
  if (/\.ya?ml$/i.test(file)) return parseCostPlan(text, file);
  throw new InputError(
    `${file} is no plan of costs: it is a YAML file (.yaml), or a page in Markdown (.md) with a table`,
  );
};
