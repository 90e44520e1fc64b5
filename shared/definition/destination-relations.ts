// What destinations and routes have to do with each other: a destination that is named must have settings, and settings must be
// named. Every check takes the file as it was read.
import { type DestinationKind, destinationExamples, destinationKinds } from './destinations.ts';
import type { Path, Problem } from './problem.ts';

type Entry = Readonly<Record<string, unknown>>;
/** `missing`: that `notifications` is not there, or none, is another check's. */
type Seen = Entry & { readonly routes: readonly Entry[]; readonly missing?: true };

const problem = (path: Path, what: string, remedy: string, at: Problem['at'] = 'value'): Problem => ({
  path,
  at,
  what,
  remedy,
});

const isKind = (value: unknown): value is DestinationKind => destinationKinds.some((kind) => kind === value);

/** The words of `to`, with where they stand. What is no destination is another check's. */
const namedIn = (entry: Entry, path: Path): { kind: DestinationKind; path: Path }[] => {
  if (isKind(entry.to)) return [{ kind: entry.to, path: [...path, 'to'] }];
  const kinds: readonly unknown[] = Array.isArray(entry.to) ? entry.to : [];
  return kinds.flatMap((kind, index) => (isKind(kind) ? [{ kind, path: [...path, 'to', index] }] : []));
};

const configured = (entry: Entry): DestinationKind[] => destinationKinds.filter((kind) => kind in entry);

const withoutSettings = (seen: Seen): Problem[] =>
  [{ entry: seen as Entry, path: ['notifications'] as Path }, ...routesOf(seen)].flatMap(({ entry, path }) =>
    namedIn(entry, path)
      .filter(({ kind }) => !(kind in entry || kind in seen))
      .map(({ kind, path: at }) =>
        problem(at, `\`notifications.${kind}\` does not exist`, `add \`${destinationExamples[kind]}\``),
      ),
  );

const routesOf = ({ routes }: Seen): { entry: Entry; path: Path }[] =>
  routes.map((entry, index) => ({ entry, path: ['notifications', 'routes', index] }));

/** Settings of a route that says where it goes, and does not go there. */
const unusedSettings = (seen: Seen): Problem[] =>
  routesOf(seen).flatMap(({ entry, path }) => {
    const named = namedIn(entry, path).map(({ kind }) => kind);
    if (named.length === 0) return [];
    return configured(entry)
      .filter((kind) => !named.includes(kind))
      .map((kind) =>
        problem([...path, kind], 'it is not in `to`, so it receives nothing', `add \`${kind}\` to \`to\``, 'key'),
      );
  });

/** What fits no route has to go somewhere. */
const noDefault = (seen: Seen): Problem[] => {
  if ('to' in seen || 'missing' in seen) return [];
  const kinds = configured(seen);
  if (kinds.length === 0)
    return [problem(['notifications'], 'it has no destination', `add \`${destinationExamples.slack}\``, 'key')];
  if (kinds.length === 1 || kinds.includes('slack')) return [];
  const what = `it has ${kinds.join(', ')} but no default for messages that match no route`;
  return [problem(['notifications'], what, `add \`to: ${kinds[0]}\``, 'key')];
};

/** Only Slack knows the ids by which people are called. */
const callsNobody = (seen: Seen): Problem[] =>
  routesOf(seen).flatMap(({ entry, path }) => {
    if (typeof entry.mention !== 'string') return [];
    const named = namedIn(entry, path).map(({ kind }) => kind);
    const own = named.length > 0 ? named : configured(entry);
    const byDefault = namedIn(seen, []).map(({ kind }) => kind);
    const all = own.length > 0 ? own : byDefault.length > 0 ? byDefault : configured(seen);
    return all.length === 0 || all.includes('slack')
      ? []
      : [problem([...path, 'mention'], 'it mentions somebody in Slack, but sends nothing to Slack', 'remove it')];
  });

export const destinationProblems = (seen: Seen): Problem[] => [
  ...withoutSettings(seen),
  ...unusedSettings(seen),
  ...callsNobody(seen),
  ...noDefault(seen),
];

/** Every topic that messages are published to, with where its name stands. */
export const topicsOf = (seen: Seen): { topic: string; path: Path }[] => {
  const found = [{ entry: seen as Entry, path: ['notifications'] as Path }, ...routesOf(seen)].flatMap(
    ({ entry, path }) => {
      const { email } = entry;
      const topic = typeof email === 'object' && email !== null && 'topic' in email ? email.topic : undefined;
      return [
        { topic, path: [...path, 'email', 'topic'] },
        { topic: entry.emailCopy, path: [...path, 'emailCopy'] },
      ];
    },
  );
  return found.flatMap(({ topic, path }) => (typeof topic === 'string' ? [{ topic, path }] : []));
};
