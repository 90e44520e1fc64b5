// What the sweep has found so far, a line each: it continues after its process was ended, and the plugin reads its results.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

export const PLAN_FILE = '.sweep-plan.json';
export const LOG_FILE = '.sweep-log.jsonl';

/** By test: what it takes, and how often it passes each mutant. */
export type SweepPlan = {
  readonly [test: string]: { readonly ms: number; readonly hits: { readonly [mutant: string]: number } };
};

export type Line =
  | { readonly is: 'begun'; readonly test: string; readonly mutant: string; readonly patience: number }
  | { readonly is: 'killed'; readonly test: string; readonly mutant: string; readonly message: string }
  | { readonly is: 'endless'; readonly mutant: string }
  /** To be played once more in a process in which no mutant was played before. */
  | { readonly is: 'again'; readonly test: string; readonly mutant: string }
  | { readonly is: 'played'; readonly test: string };

export const log = (line: Line): void => appendFileSync(LOG_FILE, `${JSON.stringify(line)}\n`);

export const readLog = (): readonly Line[] =>
  existsSync(LOG_FILE)
    ? readFileSync(LOG_FILE, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line): Line => JSON.parse(line))
    : [];
