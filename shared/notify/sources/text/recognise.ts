// Whatever nobody claims: prose, or JSON of a form that is not known. Claims everything, so it is asked last.
import type { NameAndValue, NotificationState, Severity } from '#core/notification.ts';
import {
  type Field,
  fieldsOf,
  nameIn,
  type Outcome,
  outcomeIn,
  reasonIn,
  titleIn,
} from '#notify/recognition/outcome.ts';
import { worst } from '#notify/recognition/outcome-words.ts';
import { notification, type RawMessage, type Recognised } from '#notify/recognition/recognised.ts';
import type { Text } from './detail.ts';
import { type Known, knownForm } from './known-forms.ts';
import { severityOfProse } from './policy.ts';

const firstLine = (text: string): string =>
  text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ?? '';

/** `StackName='atlas'`, `Environment: shop`: what several services of AWS write for people. */
const labelled = /^\s{0,8}([A-Za-z][\w -]{1,40}?)\s{0,3}[=:]\s{0,3}'?([^'\n]{1,300}?)'?\s{0,8}$/;

const fieldsOfLines = (text: string): Field[] => {
  const found = text
    .slice(0, 20_000)
    .split('\n')
    .flatMap((line) => {
      const [, key, value] = labelled.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    });
  return found.length < 2 ? [] : fieldsOf(found.map(([key, value]) => ({ [key]: value })));
};

/** Of a monitoring tool: it comes again when it is over. */
const stateOf = ({ words, isOver }: Outcome): NotificationState => {
  if (isOver) return 'ok';
  if (words.some((word) => /^(?:firing|alerting|(?:re-?)?triggered|alarm|no ?data|warn)$/i.test(word))) return 'alarm';
  return words.some((word) => /^(?:ok|normal)$/i.test(word)) ? 'ok' : 'event';
};

const factsMax = 10;

const scalarsOf = (json: object, shown: readonly (string | undefined)[]): NameAndValue[] =>
  Object.entries(json).flatMap(([name, value]) =>
    (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') &&
    String(value).trim() !== '' &&
    !shown.includes(String(value))
      ? [{ name, value: String(value) }]
      : [],
  );

const hasMore = (json: object, facts: readonly NameAndValue[]): boolean =>
  facts.length > factsMax || Object.values(json).some((value) => typeof value === 'object' && value !== null);

type Read = Known & { readonly outcome: Outcome; readonly severity: Severity };

const readJson = (json: object, subject: string | undefined): Read => {
  const fields = fieldsOf(json);
  const outcome = outcomeIn(fields);
  const reason = reasonIn(fields);
  const about = nameIn(fields);
  const title = subject ?? titleIn(fields) ?? (reason === undefined ? undefined : firstLine(reason)) ?? about;
  const severity = outcome.severity ?? severityOfProse(title ?? '');
  // Nothing in it that anybody would know: as it came.
  if (title === undefined)
    return {
      ...{ title: 'a message of unknown form', about, outcome, severity },
      ...{ text: '', facts: [], dump: JSON.stringify(json) },
    };
  const facts = scalarsOf(json, [title, reason, about, outcome.word]);
  return {
    ...{ title, about, outcome, severity },
    text: reason ?? '',
    facts: facts.slice(0, factsMax),
    dump: hasMore(json, facts) || facts.length === 0 ? JSON.stringify(json) : undefined,
  };
};

const readProse = (said: string, subject: string | undefined, attributes: RawMessage['attributes']): Read => {
  const fields = [...fieldsOfLines(said), ...fieldsOf(attributes)];
  const outcome = outcomeIn(fields);
  const spoken = [subject ?? '', firstLine(said)].map(severityOfProse);
  const message = fields.find(({ key }) => key === 'message')?.value;
  const all = [...spoken, ...(message === undefined ? [] : [severityOfProse(String(message))])];
  return {
    ...{ title: subject || said || 'an empty message', about: nameIn(fields), outcome },
    severity: outcome.isOver ? 'info' : (worst([...all, ...(outcome.severity ? [outcome.severity] : [])]) ?? 'info'),
    ...{ text: said, facts: [], dump: undefined },
  };
};

const read = (raw: RawMessage): Read => {
  const { json, subject } = raw;
  if (typeof json !== 'object' || json === null) return readProse(raw.text.trim(), subject, raw.attributes);
  const known = knownForm(json);
  if (!known) return readJson(json, subject);
  const outcome = known.outcome ?? outcomeIn(fieldsOf(json));
  return { ...known, outcome, severity: known.severity ?? outcome.severity ?? severityOfProse(known.title) };
};

const says = (title: string, words: string | undefined): boolean =>
  words === undefined || title.toLowerCase().replaceAll('_', ' ').includes(words.toLowerCase().replaceAll('_', ' '));

export const recogniseText = (raw: RawMessage): Recognised<Text> => {
  const { title, about, outcome, severity, text, facts, dump } = read(raw);
  const word = severity === 'info' && !outcome.isOver ? undefined : outcome.word;
  return notification(raw, {
    source: 'text',
    severity,
    state: stateOf(outcome),
    name: title.slice(0, 200),
    key: [raw.subject || about || raw.text.trim().slice(0, 100)],
    detail: {
      ...{ kind: 'text', title, text, facts, dump },
      about: says(title, about) ? undefined : about,
      outcome: says(title, word) ? undefined : word,
    },
  });
};
