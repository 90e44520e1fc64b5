// Every kind of change that `diff` knows against what the synthesised stack really changes: what takes effect without a deployment
// changes nothing of it, what needs new rights changes policies, and what needs the stack changes what is left.
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { checkText } from '#definition/check-text.ts';
import { OperationsStack } from '#infra/product/operations-stack.ts';
import { appProps } from '#test/infra/synthesised.ts';
import { changeKinds, edited, mine } from '#test/shared/access/change-kinds.ts';

type Resources = Readonly<Record<string, { readonly Type: string }>>;

const neverAsked = () => {
  throw new Error('an environment without a cleanup has no Kafka');
};

/** Of the stack of a file; the delivered definition itself is another one each time. */
const resourcesOf = (text: string): Resources => {
  const { definition } = checkText(text, 'mine.yaml');
  const props = { definition, source: text, terminationProtection: false, kafka: neverAsked };
  const { Resources: all } = Template.fromStack(new OperationsStack(new App(appProps), 'operations', props)).toJSON();
  return Object.fromEntries(
    Object.entries(all as Resources).filter(([, { Type }]) => Type !== 'Custom::CurfewDefinition'),
  );
};

const before = resourcesOf(mine);

/** Types of what is different, each once. */
const changedIn = (after: Resources): string[] => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differing = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return [...new Set(differing.map((name) => (after[name] ?? before[name])?.Type ?? ''))].sort();
};

const policies = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy'];

it.each(changeKinds)('what a diff says about the stack is what the template changes: $what', (kind) => {
  const changed = changedIn(resourcesOf(edited(kind)));

  if (kind.takesEffect === 'rights') expect(changed.some((type) => policies.includes(type))).toBe(true);
  else if (kind.takesEffect === 'stack') {
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.filter((type) => policies.includes(type))).toEqual([]);
  } else if (kind.revokes) expect(changed.length).toBeGreaterThan(0);
  else if (kind.what === 'a muted alarm within another pattern') expect(changed).toEqual(['AWS::IAM::Policy']);
  else expect(changed).toEqual([]);
});
