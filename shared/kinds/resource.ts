// What Curfew operates: one variant per kind, each with the AWS identity its adapter needs.
import type * as z from 'zod';
import type { ResourceBase } from '#core/resource.ts';
import { kindDefinitions } from './definitions.ts';
import type { KindDefinition } from './kind-definition.ts';

export type Kind = keyof typeof kindDefinitions;

type FieldsOf<K extends Kind> = Readonly<z.output<z.ZodObject<(typeof kindDefinitions)[K]['fields']>>>;

export type Resource = { [K in Kind]: ResourceBase & { readonly kind: K } & FieldsOf<K> }[Kind];
export type ResourceOf<K extends Kind> = Extract<Resource, { kind: K }>;

export const kinds = Object.keys(kindDefinitions) as readonly Kind[];

export const isKind = (word: unknown): word is Kind => typeof word === 'string' && Object.hasOwn(kindDefinitions, word);

/** Typed so that callers need not know which kind it is. */
export const definitionOf = (kind: Kind): KindDefinition => kindDefinitions[kind] as unknown as KindDefinition;

/** The resource by what AWS calls it, as a definition names it: its kind and its identity. */
export type Identity = { [K in Kind]: { readonly kind: K } & Readonly<Record<string, string>> }[Kind];

/** Of what has no name of its own, such as a metric: `Topic=files`. */
const identityText = (part: unknown): string =>
  typeof part === 'object' && part !== null
    ? Object.entries(part)
        .map(([key, value]) => `${key}=${value}`)
        .toSorted()
        .join(',')
    : String(part);

/** The name that AWS gives to it, as alarms and events spell it: `cluster/service` of an ECS service. */
export const awsNameOf = (resource: Resource): string =>
  definitionOf(resource.kind)
    .identity.map((key) => identityText((resource as unknown as Readonly<Record<string, unknown>>)[key]))
    .join('/');

/** It is only checked: AWS cannot stop it, or the file says to keep it as it is. */
export const isGate = (resource: Resource): boolean => {
  const { gate } = definitionOf(resource.kind);
  return (
    gate === 'always' || (gate === 'unless-shrunk' && 'whenStopped' in resource && resource.whenStopped === 'keep')
  );
};

/** AWS starts it by itself after seven days. */
export const isRestartedByAws = (kind: string | undefined): boolean =>
  isKind(kind) && definitionOf(kind).restartedByAws === true;

/** RDS starts a stopped database after so many days (facts/aws-semantics.md 1.4). */
export const sevenDays = 7;

/** After how many days it comes up by itself; nothing where it stays down. */
export const daysUntilRestart = (kind: Kind): number | undefined =>
  isRestartedByAws(kind) ? sevenDays : definitionOf(kind).resumedAfterDays;

/** What was found in AWS as a definition that says nothing more of it would have it. */
export const asResource = (identity: Identity, name: string): Resource =>
  ({
    ...identity,
    name,
    dependsOn: [],
    deadlineSeconds: { start: 0, stop: 0 },
    optional: false,
  }) as unknown as Resource;

/** What an early dependency means to a kind. */
export const earlyOf = (kind: Kind): 'at-once' | 'measured' | undefined => definitionOf(kind).early;
