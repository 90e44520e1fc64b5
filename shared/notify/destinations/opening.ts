// What opens an incident or an issue: one rule for every destination where something stays open until somebody closes it. It calls
// people, so what is merely information opens nothing, unless a route mentions somebody with it.
import type { Severity } from '#core/notification.ts';
import type { Outgoing } from './destination.ts';

const ranks: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2, critical: 3 };

/** Ours alone: what others wrote is escaped. */
const mentionsSomebody = ({ message }: Pick<Outgoing, 'message'>): boolean => /<(?:@|!subteam\^)/.test(message.text);

type Rule = { readonly what: 'incident' | 'issue'; readonly setting: string; readonly from: Severity | undefined };

/** Undefined if the message opens one; else why it does not. */
export const whyNotOpened = (
  { what, setting, from = 'warning' }: Rule,
  outgoing: Pick<Outgoing, 'severity' | 'message'>,
): string | undefined =>
  ranks[outgoing.severity] >= ranks[from] || mentionsSomebody(outgoing)
    ? undefined
    : `${outgoing.severity} opens no ${what}: ${setting} is ${from}`;
