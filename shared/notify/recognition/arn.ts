// What an ARN tells, and which identity of ours it names.
import { distinct, withGroup } from '#kinds/dimensions.ts';
import { definitionOf, kinds } from '#kinds/resource.ts';

export type Arn = { readonly partition: string; readonly service: string; readonly region: string | undefined } & {
  readonly account: string | undefined;
  readonly resource: string;
};

export const arnOf = (text: string | undefined): Arn | undefined => {
  const [, partition, service, region, account, resource] =
    /^arn:([\w-]{1,30}):([\w-]{1,60}):([\w-]{0,30}):(\d{12})?:([\s\S]{1,2000})$/.exec(text ?? '') ?? [];
  if (partition === undefined || service === undefined || resource === undefined) return undefined;
  return { partition, service, region: region || undefined, account: account || undefined, resource };
};

const isVersion = (part: string): boolean => /^(?:\d[\d.]*|\$LATEST)$/.test(part);

/** What people call it: the last part, of a stack the one before its id, of what has versions the one that they are of. */
export const nameInArn = (text: string | undefined): string | undefined => {
  const parts = arnOf(text)
    ?.resource.split(/[/:]/)
    .filter((part) => part !== '');
  const [type = '', second] = parts ?? [];
  const last = parts?.at(-1);
  return second !== undefined && (/^stack(?:set)?$/.test(type) || isVersion(last ?? '')) ? second : last;
};

/** Of a kind whose ARNs end in its name. */
const endsInName = (service: string, type: string): boolean =>
  kinds.some((kind) => {
    const { arn } = definitionOf(kind);
    return arn?.service === service && arn.type === type;
  });

const identitiesIn = ({ service, resource }: Arn): string[] => {
  const [type = '', id = '', more] = resource.split(/[:/]/);
  if (service === 'ecs') return type === 'service' && more ? [`${id}/${more}`] : [];
  if (service === 'elasticache') return id === '' ? [] : withGroup(id);
  return endsInName(service, type) && id !== '' ? [id] : [];
};

/** In the form of `Expectation.identities`. What is no ARN of a resource that can be stopped names none. */
export const identitiesOfArns = (arns: readonly (string | undefined)[]): string[] =>
  distinct(
    arns.flatMap((text) => {
      const arn = arnOf(text);
      return arn ? identitiesIn(arn) : [];
    }),
  );
