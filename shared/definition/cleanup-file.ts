// The file of `curfew cleanup --topics`: the keys of `cleanup` in an environment that are not about the cluster.
import { readFileSync } from 'node:fs';
import { InputError } from '#core/errors.ts';
import { cleanupRuleFields, cleanupRulesFile, toCleanupRules } from './cleanup-fields.ts';
import { cleanupProblems } from './cleanup-relations.ts';
import { explain } from './explain.ts';
import { type Problem, problemsText } from './problem.ts';
import { didYouMean } from './suggest.ts';
import { readYaml } from './yaml-file.ts';

export type CleanupFile = ReturnType<typeof toCleanupRules>;

/** `explain` knows the keys by where they stand in an environment. */
const above = ['cleanup'];
const inThisFile = (problem: Problem): Problem => {
  const path = problem.path.slice(above.length);
  // Keys about the cluster are none of this file.
  const isUnknownKey = path.length === 1 && problem.what === 'unknown key';
  const remedy = isUnknownKey ? didYouMean(String(path[0]), Object.keys(cleanupRuleFields)) : problem.remedy;
  return { ...problem, path, remedy };
};

export const parseCleanupFile = (text: string, file: string): CleanupFile => {
  const { content, problems, locate } = readYaml(text);
  const parsed = cleanupRulesFile.safeParse(content ?? {});
  const found = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => explain(issue, { cleanup: content }, above)),
    ...cleanupProblems(content ?? {}, above),
  ];
  const all = [...problems, ...found.map(inThisFile).map(locate)];
  if (all.length > 0 || !parsed.success) throw new InputError(problemsText(file, all, 'file of topics'));
  return toCleanupRules(parsed.data);
};

/** Throws `InputError`. */
export const loadCleanupFile = (path: string): CleanupFile => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return parseCleanupFile(text, path);
};
