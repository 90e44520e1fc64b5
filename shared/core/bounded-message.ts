// SNS refuses a message over 256 KB, and a report grows with the number of resources: what went well is left out first.

/** SNS counts attributes and subject, too. */
const bytesMax = 240_000;
const reasonMax = 300;
const listMax = 100;

type Entry = { readonly outcome?: string; readonly reason?: string };
type Message = object & { readonly resources?: readonly Entry[]; readonly warnings?: readonly string[] };

const sizeOf = (message: object): number => Buffer.byteLength(JSON.stringify(message));

const cut = (text: string): string => (text.length > reasonMax ? `${text.slice(0, reasonMax)}…` : text);

const isDoneOrSkipped = ({ outcome }: Entry): boolean => outcome === 'done' || outcome === 'skipped';

/** Lists of names, such as the alarms that were muted, are cut where they are long. */
const shortLists = (message: Message): Message =>
  Object.fromEntries(
    Object.entries(message).map(([key, value]) => [
      key,
      key !== 'resources' && Array.isArray(value) && value.length > listMax ? value.slice(0, listMax) : value,
    ]),
  );

const withNote = (message: Message, resources: readonly Entry[]): Message => {
  const left = (message.resources?.length ?? 0) - resources.length;
  const note = `${left} resources are omitted because the message would be too long; the state table has the full report`;
  return {
    ...message,
    resources,
    ...(message.warnings ? { warnings: [...message.warnings.slice(0, listMax).map(cut), note] } : {}),
  };
};

/** As many of the resources as there is room for, those first that did not go well. */
const asManyAsFit = (message: Message): Message => {
  const entries = (message.resources ?? []).map((one) => (one.reason ? { ...one, reason: cut(one.reason) } : one));
  const sorted = [...entries.filter((one) => !isDoneOrSkipped(one)), ...entries.filter(isDoneOrSkipped)];
  const room = bytesMax - sizeOf(withNote(message, []));
  let used = 0;
  const kept = new Set<Entry>();
  for (const one of sorted) {
    used += sizeOf(one) + 1;
    if (used > room) break;
    kept.add(one);
  }
  return withNote(
    message,
    entries.filter((one) => kept.has(one)),
  );
};

/** A message as JSON, shortened where it would be refused. */
export const boundedText = (message: Message): string => {
  const text = JSON.stringify(message);
  if (Buffer.byteLength(text) <= bytesMax) return text;
  return JSON.stringify(asManyAsFit(shortLists(message)));
};
