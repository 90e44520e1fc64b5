// Recognises prose and JSON of an unknown form. It claims everything, so it comes last in the registry.
import type { NotificationState, Severity } from '#core/notification.ts';
import { listedFacts } from '#notify/recognition/listed-facts.ts';
import { nameIn, reasonIn, sentenceIn, titleIn } from '#notify/recognition/names.ts';
import { type Field, fieldsOf, type Outcome, outcomeIn } from '#notify/recognition/outcome.ts';
import { notification, type RawMessage, type Recognised } from '#notify/recognition/recognised.ts';
import { readable, worst } from '#notify/recognition/severity-keywords.ts';
import type { Text } from './detail.ts';
import { type Known, knownForm } from './known-forms.ts';
import { severityOfProse, severityOfTitleLabel, stateOfTitle, titleLabelIn, withoutLabel } from './policy.ts';

const firstLine = (text: string): string =>
  text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ?? '';

/** `StackName='atlas'`, `Environment: shop`: the form that several AWS services use. */
const labelled = /^\s{0,8}(?:- )?([A-Za-z][\w -]{1,40}?)\s{0,3}[=:]\s{0,3}'?([^'\n]{1,300}?)'?\s{0,8}$/;

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

/** For monitoring tools, which send a second message when the alert is over. */
const stateOf = ({ states, isOver }: Outcome): NotificationState => {
  if (isOver) return 'ok';
  if (states.some((state) => /^(?:firing|alerting|(?:re-?)?triggered|alarm|no ?data|warn)$/i.test(state)))
    return 'alarm';
  return states.some((state) => /^(?:ok|normal)$/i.test(state)) ? 'ok' : 'event';
};

const factsMax = 12;

type Read = Known & { readonly outcome: Outcome; readonly severity: Severity };

const contains = (title: string, part: string | undefined): boolean =>
  part === undefined || title.toLowerCase().replaceAll('_', ' ').includes(part.toLowerCase().replaceAll('_', ' '));

const sentenceLengthMax = 160;

/** A subject that says what sent it, and not what became of what: "uptime: shop.example.com is down". */
const withSentence = (subject: string, sentence: string | undefined, { state }: Outcome): string => {
  const said = firstLine(sentence ?? '').replace(/^"|"$/g, '');
  const isGreeting = said.endsWith(',');
  const isNew = said !== '' && !isGreeting && !contains(subject, said) && !contains(said, subject);
  const isShort = said.length <= sentenceLengthMax;
  const isTold =
    state !== undefined || severityOfTitleLabel(subject) !== undefined || stateOfTitle(subject) !== undefined;
  return isNew && isShort && !isTold ? `${subject}: ${said}` : subject;
};

/** Where the title begins with a label, that is the state. */
const labelledAs = (title: string, label: string | undefined, told: Outcome): Outcome => {
  const state = stateOfTitle(title);
  return state === undefined ? told : { ...told, state: label, isOver: state === 'ok' };
};

const readJson = (json: object, subject: string | undefined): Read => {
  const fields = fieldsOf(json);
  const told = outcomeIn(fields);
  const reason = reasonIn(fields);
  const about = nameIn(fields);
  const sentence = sentenceIn(fields);
  const title =
    (subject === undefined ? undefined : withSentence(subject, sentence, told)) ??
    titleIn(fields) ??
    (sentence === undefined ? undefined : firstLine(sentence)) ??
    about;
  const labelled = titleLabelIn(title ?? '');
  const outcome = labelledAs(title ?? '', labelled.label, told);
  const severity = labelled.severity ?? told.severity ?? severityOfProse(title ?? '');
  // No known field: posted as received.
  if (title === undefined)
    return {
      ...{
        title: outcome.state === undefined ? 'a message in an unknown format' : readable(outcome.state),
        about,
        outcome,
        severity,
      },
      ...{ text: '', facts: [], dump: JSON.stringify(json) },
    };
  const facts = listedFacts(json, [title, reason, about, outcome.state], factsMax + 1);
  return {
    ...{ title, about, outcome, severity },
    text: reason ?? '',
    facts: facts.slice(0, factsMax),
    dump: facts.length > factsMax ? JSON.stringify(json) : undefined,
  };
};

const readProse = (text: string, subject: string | undefined, attributes: RawMessage['attributes']): Read => {
  const ofLines = fieldsOfLines(text);
  const fields = [...ofLines, ...fieldsOf(attributes)];
  const outcome = outcomeIn(fields);
  const labelled = severityOfTitleLabel(subject ?? firstLine(text));
  const isOver = outcome.isOver || stateOfTitle(subject ?? '') === 'ok';
  const severities = labelled === undefined ? [subject ?? '', firstLine(text)].map(severityOfProse) : [labelled];
  const title = subject === undefined ? text : withSentence(subject, ofLines.length > 0 ? undefined : text, outcome);
  const message = fields.find(({ key }) => key === 'message')?.value;
  const told = message === undefined || labelled !== undefined ? [] : [severityOfProse(String(message))];
  const all = [...severities, ...told];
  return {
    ...{ title: title || 'an empty message', about: nameIn(fields), outcome: { ...outcome, isOver } },
    severity: isOver ? 'info' : (worst([...all, ...(outcome.severity ? [outcome.severity] : [])]) ?? 'info'),
    ...{ text, facts: [], dump: undefined },
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

export const recogniseText = (raw: RawMessage): Recognised<Text> => {
  const { title, about, outcome, severity, text, facts, dump } = read(raw);
  const state = severity === 'info' && !outcome.isOver ? undefined : outcome.state;
  return notification(raw, {
    source: 'text',
    severity,
    state: outcome.isOver ? 'ok' : (stateOfTitle(raw.subject ?? title) ?? stateOf(outcome)),
    // Routes know it by its subject, whatever it says this time.
    name: (raw.subject ?? title).slice(0, 200),
    // Of what begins with a label the rest is what the next message about it says as well.
    key: [
      (raw.subject && withoutLabel(title)) ||
        (stateOfTitle(title) && withoutLabel(title)) ||
        about ||
        raw.text.trim().slice(0, 100),
    ],
    detail: {
      ...{ kind: 'text', title, text, facts, dump },
      about: contains(title, about) ? undefined : about,
      outcome: contains(title, state) ? undefined : state,
    },
  });
};
