// Definitions that change in the night: what a deployment of Curfew with another definition brings.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { stringify } from 'yaml';
import { InputError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import { parseDefinition } from '#definition/load.ts';
import { readYaml } from '#definition/yaml-file.ts';

export type DefinitionChange = {
  readonly remove?: readonly string[] | undefined;
  /** Old name -> new name. */
  readonly rename?: Readonly<Record<string, string>> | undefined;
  /** Merged into the definition; `null` takes a key away. */
  readonly change?: Readonly<Record<string, unknown>> | undefined;
};

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const merged = (before: Mapping, change: Mapping): Mapping => {
  const entries = Object.entries(change).map(([key, value]): [string, unknown] => {
    const old = before[key];
    return [key, isMapping(value) ? merged(isMapping(old) ? old : {}, value) : value];
  });
  return Object.fromEntries(
    Object.entries({ ...before, ...Object.fromEntries(entries) }).filter(([, one]) => one !== null),
  );
};

/** Resources that depend on a removed or renamed one are changed along with it. */
const withNames = (resources: Mapping, nameOf: (old: string) => string | undefined): Mapping =>
  Object.fromEntries(
    Object.entries(resources).flatMap(([old, entry]) => {
      const name = nameOf(old);
      if (name === undefined) return [];
      const needs = isMapping(entry) && Array.isArray(entry.dependsOn) ? entry.dependsOn : undefined;
      if (!isMapping(entry) || needs === undefined) return [[name, entry]];
      return [[name, { ...entry, dependsOn: needs.flatMap((one) => nameOf(String(one)) ?? []) }]];
    }),
  );

const changed = (content: Mapping, { remove = [], rename = {}, change = {} }: DefinitionChange): Mapping => {
  const nameOf = (old: string) => (remove.includes(old) ? undefined : (rename[old] ?? old));
  const resources = isMapping(content.resources) ? withNames(content.resources, nameOf) : content.resources;
  return merged({ ...content, resources }, change);
};

const contentOf = (environment: unknown, file: string): unknown =>
  typeof environment === 'string'
    ? readYaml(readFileSync(resolve(dirname(file), environment), 'utf8')).content
    : environment;

export type Redefined = { readonly definition: Definition } | { readonly message: string };

/** Each change continues from the one before it. `environment` is what the scenario has there. */
export const redefiner = (environment: unknown, file: string): ((change: DefinitionChange) => Redefined) => {
  let content: unknown;
  return (change) => {
    content ??= contentOf(environment, file);
    if (!isMapping(content)) return { message: 'no definition to change' };
    content = changed(content, change);
    try {
      return { definition: parseDefinition(stringify(content), 'the changed definition') };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { message: error.message.split('\n').slice(1).join(';').replace(/\s+/g, ' ').trim() };
    }
  };
};
