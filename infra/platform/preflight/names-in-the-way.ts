// Names that a stack is about to give, and that something has already: what a deleted stack left, or what somebody made by hand.

import { isKept, nameProperties } from './fixed-names.ts';
import type { Look, Missing, Planned } from './look.ts';
import { shown } from './template.ts';

type Named = { readonly type: string; readonly name: string; readonly kept: boolean };

const namesOf = ({ template }: Planned, account: string): Named[] =>
  Object.values(template.Resources).flatMap(({ Type, Properties = {}, DeletionPolicy }) => {
    const property = nameProperties[Type];
    const value = property === undefined ? undefined : Properties[property];
    if (value === undefined) return [];
    const name = shown(value, (one) => (one === 'AWS::AccountId' ? account : undefined));
    return name.includes('${') ? [] : [{ type: Type, name, kept: isKept(DeletionPolicy) }];
  });

const remedyOf = ({ type, name, kept }: Named): string => {
  if (type === 'AWS::SecretsManager::Secret')
    return `aws secretsmanager delete-secret --secret-id ${name} --force-delete-without-recovery, or npx cdk import`;
  return kept ? 'delete it, or take it in with: npx cdk import' : 'delete it: nothing of it is kept';
};

export const inTheWay = async (planned: Planned, look: Look): Promise<Missing[]> => {
  const named = namesOf(planned, await look.account());
  const taken = await Promise.all(
    named.map(async ({ type, name }) =>
      type === 'AWS::SecretsManager::Secret' ? (await look.secret(name)) !== undefined : await look.exists(type, name),
    ),
  );
  return named
    .filter((_, index) => taken[index])
    .map((one) => ({
      what: `${one.type.split('::').slice(1).join(' ')} ${one.name} is there already`,
      remedy: remedyOf(one),
    }));
};
