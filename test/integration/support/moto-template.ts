// A template with what moto's CloudFormation knows of it: what is missing in moto is taken out, and what refers to that is a text.
import type { Template, TemplateResource, Value } from '#deploy/template.ts';

/** Of moto 5.2.5: it skips these and has nothing to refer to. The custom resource would be a function that moto runs in a container. */
const missingInMoto: readonly string[] = [
  'AWS::CloudWatch::Alarm',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::Logs::MetricFilter',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
  'AWS::Scheduler::ScheduleGroup',
  'Custom::CurfewDefinition',
];

/** Moto checks the form of what a policy names. */
const standIn = (path: string): string => `arn:aws:lambda:us-east-1:123456789012:function:${path}`;

const withoutReferences = (value: Value, gone: ReadonlySet<string>): Value => {
  if (Array.isArray(value)) return value.map((one) => withoutReferences(one, gone));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value as { readonly [key: string]: Value };
  if (typeof Ref === 'string' && gone.has(Ref)) return standIn(Ref);
  if (Array.isArray(attribute) && gone.has(String(attribute[0]))) return standIn(attribute.join('.'));
  if (typeof text === 'string')
    return {
      'Fn::Sub': text.replaceAll(/\$\{([\w.]+)\}/g, (whole, path: string) =>
        gone.has(path.split('.')[0] ?? '') ? standIn(path) : whole,
      ),
    };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutReferences(one, gone)]));
};

/** Of everything else it has all that the template says. */
export const forMoto = (template: Template): Template => {
  const all = Object.entries(template.Resources);
  const gone = new Set(all.flatMap(([id, { Type }]) => (missingInMoto.includes(Type) ? [id] : [])));
  const kept = all
    .filter(([id]) => !gone.has(id))
    .map(([id, { DependsOn, ...one }]): [string, TemplateResource] => {
      const after = DependsOn?.filter((other) => !gone.has(other)) ?? [];
      const resource = after.length > 0 ? { ...one, DependsOn: after } : one;
      return [id, withoutReferences(resource as unknown as Value, gone) as unknown as TemplateResource];
    });
  const Outputs = withoutReferences((template.Outputs ?? {}) as unknown as Value, gone) as unknown;
  return { ...template, Resources: Object.fromEntries(kept), Outputs: Outputs as NonNullable<Template['Outputs']> };
};
