// What a template says once its parameters are known, as far as anything depends on it: names, conditions, references.
import type { Template, TemplateResource, Value } from '#deploy/template.ts';

type Values = Readonly<Record<string, string>>;

/** Parameters with their defaults; those without a value are listed. */
export const parameterValues = (
  { Parameters }: Template,
  given: Values,
): {
  readonly values: Record<string, string>;
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
} => {
  const values = Object.fromEntries(
    Object.entries(Parameters).flatMap(([name, { Default }]) => {
      const value = given[name] ?? Default;
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
  return {
    values,
    missing: Object.keys(Parameters).filter((name) => !(name in values)),
    unknown: Object.keys(given).filter((name) => !(name in Parameters)),
  };
};

/** Texts with parameters in their places; other references stay as they are. */
export const shown = (value: Value | undefined, values: Values): string => {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return String(value ?? '');
  const { Ref, 'Fn::Sub': text } = value as { readonly [key: string]: Value };
  if (typeof Ref === 'string') return values[Ref] ?? `\${${Ref}}`;
  if (typeof text === 'string')
    return text.replaceAll(/\$\{([^!}]+)\}/g, (whole, name: string) => values[name] ?? whole);
  return JSON.stringify(value);
};

const equals = (value: Value, values: Values): boolean => {
  const [left, right] = (value as unknown as { 'Fn::Equals': readonly [Value, Value] })['Fn::Equals'];
  return shown(left, values) === shown(right, values);
};

export const isMade = ({ Condition }: TemplateResource, { Conditions = {} }: Template, values: Values): boolean => {
  const condition = Condition === undefined ? undefined : Conditions[Condition];
  if (condition === undefined) return true;
  const { 'Fn::Not': not } = condition as { readonly 'Fn::Not'?: readonly Value[] };
  return not ? !equals(not[0] ?? '', values) : equals(condition, values);
};

const references = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"Ref":"(\w+)"|"Fn::GetAtt":\["(\w+)"|\$\{(\w+)(?:\.\w+)?\}/g)].flatMap(
    ([, ref, attribute, inText]) => ref ?? attribute ?? inText ?? [],
  );

/** What a template refers to and has not. */
export const unresolved = ({ Resources, Parameters, Outputs = {} }: Template): string[] => {
  const known = new Set([...Object.keys(Resources), ...Object.keys(Parameters)]);
  const dependsOn = Object.values(Resources).flatMap(({ DependsOn = [] }) => [DependsOn].flat());
  return [...new Set([...references([Resources, Outputs]), ...dependsOn])].filter((id) => !known.has(id));
};

/** Each after what it refers to or depends on. */
export const inOrder = (resources: Template['Resources']): [string, TemplateResource][] => {
  const done = new Map<string, TemplateResource>();
  const visit = (id: string): void => {
    const one = resources[id];
    if (!one || done.has(id)) return;
    for (const other of [...references(one.Properties ?? {}), ...[one.DependsOn ?? []].flat()])
      if (other !== id) visit(other);
    done.set(id, one);
  };
  for (const id of Object.keys(resources)) visit(id);
  return [...done];
};
