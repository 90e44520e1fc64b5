// What the keys of a cleanup have to do with the deny list: it wins over everything, so a request for a denied topic is a
// mistake, and is refused before any cluster is asked.
import * as z from 'zod';
import { deniedBecause, whollyDeniedBecause } from './denied-topics.ts';
import type { Path, Problem } from './problem.ts';
import { isTopicName, prefixProblem } from './topic-names.ts';

const names = z.record(z.string(), z.unknown()).catch({});
const outline = z.object({
  prefixes: names,
  topics: names,
  deny: z.array(z.unknown()).catch([]),
});

const problem = (path: Path, what: string, remedy: string): Problem => ({ path, at: 'key', what, remedy });

/** `above` is where the keys stand in their file. */
export const cleanupProblems = (cleanup: unknown, above: Path): Problem[] => {
  const { prefixes, topics, deny } = outline.parse(cleanup);
  const denied = deny.filter((pattern) => typeof pattern === 'string');
  const ofPrefixes = Object.keys(prefixes).flatMap((prefix) => {
    const why = prefixProblem(prefix) === undefined ? whollyDeniedBecause(prefix, denied) : undefined;
    const what = `every topic that starts with \`${prefix}\` is ${why}`;
    return why === undefined ? [] : [problem([...above, 'prefixes', prefix], what, 'remove it')];
  });
  const ofTopics = Object.keys(topics).flatMap((name) => {
    const why = isTopicName(name) ? deniedBecause(name, denied) : undefined;
    const what = `a cleanup cannot touch \`${name}\`: ${why}`;
    return why === undefined ? [] : [problem([...above, 'topics', name], what, 'remove it')];
  });
  return [...ofPrefixes, ...ofTopics];
};
