// How the template that is deployed differs from the one that is to be. Pure.
import type { Template, TemplateResource } from './template.ts';

export type Change = {
  readonly change: 'add' | 'change' | 'remove';
  readonly id: string;
  readonly type: string;
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Without the definition itself, which `control` takes without a stack: what it needs of a stack is in another property. */
const compared = (resource: TemplateResource): TemplateResource => {
  if (resource.Type !== 'Custom::CurfewDefinition') return resource;
  const { Definition: _given, AlsoIn: _shared, ...Properties } = resource.Properties ?? {};
  return { ...resource, Properties };
};

/** Of a version only its id says something. */
const isNews = ({ type }: Change): boolean => type !== 'AWS::Lambda::Version';

export const changesOf = (before: Template | undefined, after: Template): Change[] => {
  const earlier = before?.Resources ?? {};
  const ids = [...new Set([...Object.keys(earlier), ...Object.keys(after.Resources)])];
  return ids
    .flatMap((id): Change[] => {
      const [was, is]: (TemplateResource | undefined)[] = [earlier[id], after.Resources[id]];
      if (was && is) return same(compared(was), compared(is)) ? [] : [{ change: 'change', id, type: is.Type }];
      if (is) return [{ change: 'add', id, type: is.Type }];
      return was ? [{ change: 'remove', id, type: was.Type }] : [];
    })
    .filter(isNews);
};

const withComparedResources = ({ Resources, ...template }: Template) => ({
  ...template,
  Resources: Object.fromEntries(Object.entries(Resources).map(([id, one]) => [id, compared(one)])),
});

export const isSameTemplate = (before: Template | undefined, after: Template): boolean =>
  before !== undefined && same(withComparedResources(before), withComparedResources(after));

type Noun = readonly [one: string, many: string];

/** What people call it; what nobody asks about is counted together. */
const nouns: Readonly<Record<string, Noun>> = {
  'AWS::Lambda::Function': ['function', 'functions'],
  'AWS::IAM::Role': ['role', 'roles'],
  'AWS::DynamoDB::Table': ['state table', 'state tables'],
  'AWS::SNS::Topic': ['topic', 'topics'],
  'AWS::SQS::Queue': ['queue', 'queues'],
  'AWS::CloudWatch::Alarm': ['alarm', 'alarms'],
  'AWS::Scheduler::ScheduleGroup': ['schedule group', 'schedule groups'],
  'AWS::Events::Rule': ['rule for restarted databases', 'rules for restarted databases'],
  'AWS::IAM::Policy': ['policy', 'policies'],
  'AWS::IAM::ManagedPolicy': ['policy', 'policies'],
  'AWS::Logs::LogGroup': ['log group', 'log groups'],
};

const others: Noun = ['other resource', 'other resources'];

/** `5 functions, 8 roles and 30 other resources` */
export const countText = (changes: readonly Change[]): string => {
  const groups = Map.groupBy(changes, ({ type }) => nouns[type] ?? others);
  const named = [...groups].filter(([noun]) => noun !== others).map(([noun, some]) => [noun, some.length] as const);
  const rest = groups.get(others)?.length ?? 0;
  const all = [...named, ...(rest > 0 ? [[others, rest] as const] : [])];
  const texts = all.map(([[one, many], count]) => `${count} ${count === 1 ? one : many}`);
  const last = texts.pop();
  return texts.length > 0 ? `${texts.join(', ')} and ${last}` : (last ?? 'nothing');
};
