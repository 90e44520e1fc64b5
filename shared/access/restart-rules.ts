// The rules by which EventBridge says that AWS restarts a database: which databases, in patterns of a size that it takes. Pure.
import { namesOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { awsNameOf, isRestartedByAws } from '#kinds/resource.ts';

/** "Being started because it exceeded the maximum stop time": of a cluster, of an instance (facts/aws-semantics.md 1.4). */
const restarts = ['RDS-EVENT-0153', 'RDS-EVENT-0154'];

const patternOf = (databases: readonly string[]) => ({
  source: ['aws.rds'],
  'detail-type': ['RDS DB Instance Event', 'RDS DB Cluster Event'],
  detail: { EventID: restarts, SourceIdentifier: [...databases] },
});

/** Quota of EventBridge, by letters. */
const patternCharactersMax = 2_048;

/** As many databases to a rule as a pattern takes. */
const byRule = (databases: readonly string[]): string[][] => {
  const rules: string[][] = [];
  for (const database of databases) {
    const last = rules.at(-1);
    if (last && JSON.stringify(patternOf([...last, database])).length <= patternCharactersMax) last.push(database);
    else rules.push([database]);
  }
  return rules;
};

export type RestartRule = {
  /** What the ids of its resources end with. */
  readonly suffix: string;
  readonly name: string;
  readonly pattern: ReturnType<typeof patternOf>;
};

/** None without databases: an empty list would match nothing, and EventBridge refuses it. */
export const restartRules = ({ environment, resources }: Definition): RestartRule[] =>
  byRule(resources.filter(({ kind }) => isRestartedByAws(kind)).map(awsNameOf)).map((databases, index) => {
    const suffix = index === 0 ? '' : `-${index + 1}`;
    return { suffix, name: `${namesOf(environment).databaseRestarts}${suffix}`, pattern: patternOf(databases) };
  });
