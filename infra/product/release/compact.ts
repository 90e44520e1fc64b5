// A template as CDK writes it, made small: texts as `Fn::Sub`, without what only CDK reads. Pure.

import type { Template, TemplateResource, Value } from '#deploy/template.ts';

/** `Fn::Sub` would read it as a reference. */
const literal = (text: string): string => text.replaceAll('${', '${!');

/** As `Fn::Sub` spells a part of a text; undefined for what it cannot say. */
const spelled = (part: Value): string | undefined => {
  if (typeof part === 'string') return literal(part);
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return undefined;
  const { Ref, 'Fn::GetAtt': attribute } = part as { Ref?: Value; 'Fn::GetAtt'?: Value };
  if (typeof Ref === 'string') return `\${${Ref}}`;
  return Array.isArray(attribute) ? `\${${attribute.join('.')}}` : undefined;
};

const asSub = (join: Value): Value | undefined => {
  if (!Array.isArray(join) || join[0] !== '' || !Array.isArray(join[1])) return undefined;
  const parts = join[1].map(spelled);
  return parts.includes(undefined) ? undefined : { 'Fn::Sub': parts.join('') };
};

const withSubs = (value: Value): Value => {
  if (Array.isArray(value)) return value.map(withSubs);
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Join': join, ...others } = value as { readonly [key: string]: Value };
  const sub = join === undefined || Object.keys(others).length > 0 ? undefined : asSub(join);
  return sub ?? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withSubs(one)]));
};

/** What a resource refers to is there before it anyway. */
const withoutImplied = (resource: TemplateResource): TemplateResource => {
  const { DependsOn, ...others } = resource;
  if (DependsOn === undefined) return resource;
  const text = JSON.stringify(others.Properties ?? {});
  const isImplied = (id: string): boolean =>
    text.includes(`{"Ref":"${id}"}`) ||
    text.includes(`"Fn::GetAtt":["${id}",`) ||
    new RegExp(`\\$\\{${id}[.}]`).test(text);
  const after = [DependsOn].flat().filter((id) => !isImplied(id));
  return after.length > 0 ? { ...others, DependsOn: after } : others;
};

const withoutMetadata = ({ Metadata: _read, ...resource }: TemplateResource & { Metadata?: unknown }) => resource;

export const compact = (template: Template): Template => {
  const resources = Object.entries(template.Resources)
    .filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata')
    .map(([id, one]) => [id, withoutImplied(withSubs(withoutMetadata(one) as unknown as Value) as never)] as const);
  const { Parameters, Conditions, Outputs } = template;
  return {
    Parameters,
    ...(Conditions ? { Conditions: withSubs(Conditions) as NonNullable<Template['Conditions']> } : {}),
    Resources: Object.fromEntries(resources) as unknown as Template['Resources'],
    ...(Outputs
      ? { Outputs: withSubs(Outputs as unknown as Value) as unknown as NonNullable<Template['Outputs']> }
      : {}),
  };
};
