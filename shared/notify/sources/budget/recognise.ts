// AWS Budgets: prose with label lines below it (facts/notifications.md 2.8). Labels are believed before prose, values stay as
// they were written; a type that is not known shows the same labels with its raw values.
import type { NameAndValue } from '#core/notification.ts';
import { percentOf } from '#notify/recognition/amount.ts';
import { notification, type RawMessage, type Recognised, type Recogniser } from '#notify/recognition/recognised.ts';
import type { Budget, BudgetAction } from './detail.ts';
import { severityOf } from './policy.ts';

const title = /\bAWS Budgets? (?:Action )?AnyNotification\b/i;
const subject = /^AWS Budgets: ([\s\S]{1,300}?) (?:has exceeded|is|was|has|will)\b/i;

/** A pipeline may have joined the lines with `#`. */
const linesOf = (text: string): string[] => (text.includes('\n') ? text.split('\n') : text.split('#'));

const labelsOf = (text: string): NameAndValue[] =>
  linesOf(text).flatMap((line) => {
    const [, name, value] = /^\s{0,8}([A-Za-z][\w /-]{1,40}):\s{1,8}(\S[\s\S]{0,400})$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value: value.trim() }];
  });

const accountIn = (text: string): string | undefined => /\bAccount:? {0,3}(\d{12})\b/.exec(text)?.[1];

const budgetAction = (
  raw: RawMessage,
  labels: readonly NameAndValue[],
  name: string,
): Recognised<Budget | BudgetAction> => {
  const status = labels.find((label) => /status/i.test(label.name))?.value ?? raw.text;
  return notification(raw, {
    source: 'budget',
    severity: /fail/i.test(status) ? 'error' : 'warning',
    state: 'event',
    name,
    account: accountIn(raw.text),
    key: ['action', name],
    detail: { kind: 'budget-action', facts: labels, text: raw.text },
  });
};

const isBudgetMessage = ({ text, subject: about = '' }: RawMessage): boolean =>
  title.test(text.slice(0, 2_000)) || /^AWS Budgets?\b/i.test(about);

export const recogniseBudget: Recogniser<Budget | BudgetAction> = (raw) => {
  if (typeof raw.json === 'object' || !isBudgetMessage(raw)) return undefined;
  const labels = labelsOf(raw.text);
  const labelled = (name: string): string | undefined =>
    labels.find((label) => label.name.toLowerCase() === name)?.value;
  const name = labelled('budget name') ?? subject.exec(raw.subject ?? '')?.[1];
  if (name === undefined) return undefined;
  if (labels.some((label) => /^(?:budget )?action\b/i.test(label.name))) return budgetAction(raw, labels, name);
  const alertType = labelled('alert type');
  const threshold = labelled('alert threshold');
  const budgeted = labelled('budgeted amount');
  const amount = labels.find((label) => label.name !== 'Budgeted Amount' && /amount$/i.test(label.name))?.value;
  // Nothing to lay out: the text says it better.
  if (amount === undefined && budgeted === undefined) return undefined;
  const budgetType = labelled('budget type');
  const usedPercent = percentOf(amount, budgeted);
  return notification(raw, {
    source: 'budget',
    severity: severityOf(usedPercent, alertType, threshold),
    state: 'alarm',
    name,
    account: accountIn(raw.text),
    key: [budgetType, alertType, name],
    detail: { kind: 'budget', budgetType, alertType, budgeted, threshold, amount, usedPercent },
  });
};
