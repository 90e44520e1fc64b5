// What the parts of the section `changes` have to do with each other.
import type { Path, Problem } from '#definition/problem.ts';
import { readerGroup } from './part-names.ts';
import type { Pipeline } from './pipeline-file.ts';

const at = (path: Path, what: string, remedy: string): Problem => ({ path, at: 'value', what, remedy });

/** Of a group Lambda takes 200 characters. */
const groupLengthMax = 200;

const wrongTopics = ({ changes }: Pipeline): Problem[] =>
  (changes?.topics ?? []).flatMap((topic, index): Problem[] => {
    const path = ['changes', 'topics', index];
    if (topic === changes?.deadLetters)
      return [at(path, 'is also that of the dead letters', 'give the dead letters a topic of their own')];
    if (changes?.topics.indexOf(topic) !== index) return [at(path, 'is named twice', 'remove one of them')];
    const group = readerGroup(changes, topic);
    if (group.length <= groupLengthMax) return [];
    const what = `its group would be called \`${group}\`, longer than ${groupLengthMax} characters`;
    return [at(path, what, 'write a shorter `consumerGroup`')];
  });

/** The first rule that holds counts, so that the same condition once more never does. */
const neverReached = ({ changes }: Pipeline): Problem[] =>
  (changes?.rules ?? []).flatMap((rule, index, rules) => {
    const first = rules.findIndex(
      ({ table, when }) => when.trim() === rule.when.trim() && (table === undefined || table === rule.table),
    );
    if (first >= index) return [];
    const what = `is never used: rule ${first + 1} above it is for the same changes`;
    return [at(['changes', 'rules', index, 'when'], what, 'put the narrower rule first, or remove this one')];
  });

/** Deliveries are known by pipeline: two without a name would be one. */
const withoutName = ({ changes, pipeline }: Pipeline): Problem[] =>
  changes && pipeline === undefined
    ? [{ path: ['pipeline'], at: 'key', what: 'is missing', remedy: 'name the pipeline, such as `pipeline: changes`' }]
    : [];

export const changeRelations = [wrongTopics, neverReached, withoutName] as const;
