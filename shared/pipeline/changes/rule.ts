// A rule: which changes somebody is told of, and in which words. Compiled once from the pipeline file.
import type { NotificationState, Severity } from '#core/notification.ts';
import type { Expression } from '../mapping/expression.ts';
import type { Given } from '../mapping/guard.ts';
import { hasChanged } from './changed.ts';
import type { Change } from './envelope.ts';
import { filledIn, type TextTemplate } from './text-template.ts';

export const changeSources = ['change', 'data-quality'] as const;
type ChangeSource = (typeof changeSources)[number];

export type Rule = {
  /** Undefined: of any table. */
  readonly table: string | undefined;
  readonly when: Expression;
  readonly source: ChangeSource;
  readonly severity: Severity;
  readonly state: NotificationState;
  readonly name: TextTemplate;
  readonly title: TextTemplate;
  readonly text: TextTemplate | undefined;
};

/** What is told, before anybody says where. */
export type Told = {
  readonly source: ChangeSource;
  readonly severity: Severity;
  readonly state: NotificationState;
  readonly name: string;
  readonly title: string;
  readonly text: string | undefined;
};

export const givenToRules: Given = { functions: ['changed'], values: ['before', 'after', 'op'] };

const lengthsMax = { name: 200, title: 500, text: 1_500 } as const;

export const isOfTable = (rule: { readonly table?: string | undefined }, { table }: Pick<Change, 'table'>): boolean =>
  rule.table === undefined || rule.table === table || table.endsWith(`.${rule.table}`);

const valuesOf = (change: Change) => ({
  before: change.before ?? undefined,
  after: change.after ?? undefined,
  op: change.op,
  changed: (field: unknown): boolean => {
    if (typeof field !== 'string')
      throw new Error("`$changed` takes the name of a field, such as `$changed('status')`");
    return hasChanged(change, field);
  },
});

/** The first rule that holds, by its place, and what it tells. Rejects with what an expression throws, and the place of its rule. */
export const firstRule = async (
  rules: readonly Rule[],
  change: Change,
): Promise<{ readonly index: number; readonly told: Told } | undefined> => {
  const values = valuesOf(change);
  for (const [index, rule] of rules.entries()) {
    if (!isOfTable(rule, change)) continue;
    const fill = (template: TextTemplate, lengthMax: number) => filledIn(template, change.event, values, lengthMax);
    try {
      if ((await rule.when(change.event, values)) !== true) continue;
      const { source, severity, state, name, title, text } = rule;
      const told = {
        ...{ source, severity, state },
        name: (await fill(name, lengthsMax.name)).replaceAll('\n', ' '),
        title: (await fill(title, lengthsMax.title)).replaceAll('\n', ' '),
        text: text && (await fill(text, lengthsMax.text)),
      };
      return { index, told };
    } catch (error) {
      const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
      throw new Error(`rule ${index + 1} cannot be evaluated: ${message}`, { cause: error });
    }
  }
  return undefined;
};
