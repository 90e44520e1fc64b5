// The exceptions that a person may accept for a cleanup, as they are written in a file, an event or on the command line.
import { type Risk, risks } from '#core/cleanup.ts';
import { isTopicName } from './topic-names.ts';

const keptForever = 'kept-forever';

export const isRisk = (text: string): text is Risk => {
  if (text === keptForever || risks.some((risk) => risk === text)) return true;
  return text.startsWith(`${keptForever}:`) && isTopicName(text.slice(keptForever.length + 1));
};

/** `isNamed`: a rule names the topic in full, so that `kept-forever` alone can only mean this one. */
export const isKeptForeverAccepted = (accept: readonly Risk[], topic: string, isNamed: boolean): boolean =>
  accept.includes(`${keptForever}:${topic}`) || (isNamed && accept.includes(keptForever));
