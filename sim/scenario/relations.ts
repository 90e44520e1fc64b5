// What only the definition and the clock show: which resources there are, which facts each may have, and when the night is.
import type * as z from 'zod';
import { offsetTime } from '#core/offset-time.ts';
import type { Definition } from '#definition/definition.ts';
import type { Path, Problem } from '#definition/problem.ts';
import { didYouMean } from '#definition/suggest.ts';
import type { Kind } from '#kinds/resource.ts';
import { check } from './check.ts';
import { isAbout, readsMany } from './operation.ts';
import type { DefinitionChange, Redefined } from './redefinition.ts';
import type { ResourceWorld, Scenario } from './scenario.ts';
import { kindsWith, worldOf } from './world.ts';

export type Night = Pick<Scenario, 'fromMs' | 'toMs'>;

type Place = Pick<Problem, 'path' | 'at'>;

export type Relations = {
  /** Everything found so far. Where the definition or the night is not known, nothing is found about it. */
  readonly problems: readonly Problem[];
  readonly add: (...problems: readonly Problem[]) => void;
  /** The checked facts of a resource; nothing if they are wrong. */
  readonly facts: (name: string, facts: unknown, place: Place, factsPath: Path) => ResourceWorld | undefined;
  readonly known: (name: string, place: Place) => Kind | undefined;
  readonly canBeAbout: (operation: string, resource: string, place: Place) => void;
  readonly happens: (atMs: number, path: Path) => void;
  /** The definition as it is after a change; nothing if the change is wrong. */
  readonly changedDefinition: (change: DefinitionChange, path: Path) => Definition | undefined;
  /** The name in the world of what was renamed. */
  readonly worldName: (name: string) => string;
};

const listed = (items: readonly string[]): string => items.join(', ').replace(/, (?=[^,]*$)/, ' and ');

/** A key that other kinds have is no typing mistake: what this kind has is listed instead of a likely word. */
const ofThisKind = (problem: Problem, kind: Kind, factsPath: Path): Problem => {
  const key = String(problem.path.at(-1));
  const others = kindsWith(key);
  if (problem.what !== 'unknown key' || problem.path.length !== factsPath.length + 1 || others.length === 0)
    return problem;
  const what = `a key of ${listed(others)}, but this is an ${kind}`;
  return { ...problem, what, remedy: didYouMean('', Object.keys(worldOf(kind).shape)) };
};

const outside = (night: Night, atMs: number, timeZone: string): Pick<Problem, 'what' | 'remedy'> | undefined => {
  if (atMs >= night.fromMs && atMs <= night.toMs) return undefined;
  const [from, to] = [night.fromMs, night.toMs].map((ms) => offsetTime(ms, timeZone));
  return {
    what: `${atMs < night.fromMs ? 'is before the night begins' : 'is after the night has ended'}, so it never happens`,
    remedy: `move it, or the \`clock\`: the night is from ${from} to ${to}`,
  };
};

/** `redefine` makes the changes of the definition. */
export const relations = (
  definition: Definition | undefined,
  night: Night | undefined,
  redefine: (change: DefinitionChange) => Redefined,
): Relations => {
  const problems: Problem[] = [];
  const renamed = new Map<string, string>();
  const kinds = new Map(definition?.resources.map(({ name, kind }) => [name as string, kind]));
  const add = (...found: readonly Problem[]): void => void problems.push(...found);

  const known = (name: string, place: Place): Kind | undefined => {
    const kind = kinds.get(name);
    if (kind !== undefined || definition === undefined) return kind;
    const what = `resource \`${name}\` does not exist in ${definition.environment}`;
    add({ ...place, what, remedy: didYouMean(name, [...kinds.keys()]) });
    return undefined;
  };

  return {
    problems,
    add,
    known,
    facts(name, facts, place, factsPath) {
      const kind = known(name, place);
      if (kind === undefined) return undefined;
      // Facts of one kind are facts of a resource: the simulated service of that kind reads them.
      const schema = worldOf(kind) as unknown as z.ZodType<ResourceWorld>;
      const checked = check(schema, facts, factsPath);
      add(...checked.problems.map((problem) => ofThisKind(problem, kind, factsPath)));
      return checked.data;
    },
    canBeAbout(operation, resource, place) {
      const kind = known(resource, place);
      if (kind === undefined) return;
      if (readsMany(operation)) {
        const what = `\`${operation}\` reads many resources in one call and cannot fail for one of them`;
        add({ ...place, what, remedy: 'remove `resource`' });
      }
      if (isAbout(operation, kind)) return;
      const what = `\`${operation}\` does not apply to ${resource}, which is an ${kind}`;
      add({ ...place, what, remedy: 'change one of the two, or remove `resource`' });
    },
    worldName: (name) => renamed.get(name) ?? name,
    changedDefinition(change, path) {
      for (const name of change.remove ?? []) known(name, { path: [...path, 'remove'], at: 'value' });
      for (const [name, next] of Object.entries(change.rename ?? {})) {
        const kind = known(name, { path: [...path, 'rename', name], at: 'key' });
        if (kind === undefined) return undefined;
        kinds.set(next, kind);
        renamed.set(next, renamed.get(name) ?? name);
      }
      const changed = redefine(change);
      if ('definition' in changed) return changed.definition;
      const remedy = 'change the definition to one that is valid';
      add({ path, at: 'key', what: `the definition is no longer valid: ${changed.message}`, remedy });
      return undefined;
    },
    happens(atMs, path) {
      const wrong = night && outside(night, atMs, definition?.timeZone ?? 'UTC');
      if (wrong) add({ path, at: 'value', ...wrong });
    },
  };
};
