// What a synthesised template says, as far as a look before the deployment needs it.

export type TemplateResource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
};

type TemplateParameter = { readonly Type: string; readonly Default?: string; readonly AllowedPattern?: string };

export type StackTemplate = {
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<
      string,
      { readonly Value: unknown; readonly Condition?: string; readonly Export?: { readonly Name: string } }
    >
  >;
};

/** Text of a value; what only a deployment knows is `${…}`. */
export const shown = (value: unknown, known: (reference: string) => string | undefined = () => undefined): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return known(Ref) ?? `\${${Ref}}`;
  if (Array.isArray(attribute)) return known(attribute.join('.')) ?? `\${${attribute.join('.')}}`;
  if (Array.isArray(join)) return (join[1] as unknown[]).map((part) => shown(part, known)).join(String(join[0]));
  return `\${${JSON.stringify(value)}}`;
};

/** The value of every parameter: as given, as deployed before, or as the template says. */
export const parameterValues = (
  { Parameters = {} }: StackTemplate,
  ...given: readonly Readonly<Record<string, string>>[]
): Readonly<Record<string, string>> =>
  Object.assign(
    Object.fromEntries(
      Object.entries(Parameters).flatMap(([name, { Default }]) => (Default === undefined ? [] : [[name, Default]])),
    ),
    ...given.map((values) => Object.fromEntries(Object.entries(values).filter(([name]) => name in Parameters))),
  );

const holds = (condition: unknown, values: Readonly<Record<string, string>>): boolean => {
  const { 'Fn::Not': not, 'Fn::Equals': equal } = condition as Record<string, unknown[]>;
  if (not) return !holds(not[0], values);
  if (equal) return shown(equal[0], (name) => values[name]) === shown(equal[1], (name) => values[name]);
  throw new Error(`an unknown condition: ${JSON.stringify(condition)}`);
};

/** Whether something with this condition is made. */
export const isMade = (
  condition: string | undefined,
  { Conditions = {} }: StackTemplate,
  values: Readonly<Record<string, string>>,
): boolean => condition === undefined || holds(Conditions[condition], values);
