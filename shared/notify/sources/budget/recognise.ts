// AWS Budgets: prose with label lines below it (facts/notifications.md 2.8). Labels are believed before prose, values stay as
// they were written; a type that is not known shows the same labels with its raw values.
import type { NameAndValue, Notification, Severity } from '#core/notification.ts';
import { percentOf } from '#notify/recognition/amount.ts';
import { notification, type Recogniser, type Said } from '#notify/recognition/recognised.ts';

const title = /\bAWS Budgets? (?:Action )?Notification\b/i;
const subject = /^AWS Budgets: ([\s\S]{1,300}?) (?:has exceeded|is|was|has|will)\b/i;

/** A pipeline may have joined the lines with `#`. */
const linesOf = (text: string): string[] => (text.includes('\n') ? text.split('\n') : text.split('#'));

const labelsOf = (text: string): NameAndValue[] =>
  linesOf(text).flatMap((line) => {
    const [, name, value] = /^\s{0,8}([A-Za-z][\w /-]{1,40}):\s{1,8}(\S[\s\S]{0,400})$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value: value.trim() }];
  });

const accountIn = (text: string): string | undefined => /\bAccount:? {0,3}(\d{12})\b/.exec(text)?.[1];

const budgetAction = (said: Said, labels: readonly NameAndValue[], name: string): Notification => {
  const status = labels.find((label) => /status/i.test(label.name))?.value ?? said.text;
  return notification(said, {
    source: 'budget',
    severity: /fail/i.test(status) ? 'error' : 'warning',
    state: 'event',
    name,
    account: accountIn(said.text),
    key: ['action', name],
    detail: { kind: 'budget-action', facts: labels, text: said.text },
  });
};

const isBudgetMessage = ({ text, subject: about = '' }: Said): boolean =>
  title.test(text.slice(0, 2_000)) || /^AWS Budgets?\b/i.test(about);

// Savings Plans and reservations are worse the less they are used; there the budget is a floor, not a sum.
const severityOf = (
  usedPercent: number | undefined,
  alertType: string | undefined,
  threshold: string | undefined,
): Severity =>
  alertType?.toUpperCase() === 'FORECASTED' || threshold?.startsWith('<') || (usedPercent ?? 0) < 100
    ? 'warning'
    : 'error';

export const recogniseBudget: Recogniser = (said) => {
  if (typeof said.json === 'object' || !isBudgetMessage(said)) return undefined;
  const labels = labelsOf(said.text);
  const labelled = (name: string): string | undefined =>
    labels.find((label) => label.name.toLowerCase() === name)?.value;
  const name = labelled('budget name') ?? subject.exec(said.subject ?? '')?.[1];
  if (name === undefined) return undefined;
  if (labels.some((label) => /^(?:budget )?action\b/i.test(label.name))) return budgetAction(said, labels, name);
  const alertType = labelled('alert type');
  const threshold = labelled('alert threshold');
  const budgeted = labelled('budgeted amount');
  const amount = labels.find((label) => label.name !== 'Budgeted Amount' && /amount$/i.test(label.name))?.value;
  // Nothing to lay out: the text says it better.
  if (amount === undefined && budgeted === undefined) return undefined;
  const budgetType = labelled('budget type');
  const usedPercent = percentOf(amount, budgeted);
  return notification(said, {
    source: 'budget',
    severity: severityOf(usedPercent, alertType, threshold),
    state: 'alarm',
    name,
    account: accountIn(said.text),
    key: [budgetType, alertType, name],
    detail: { kind: 'budget', budgetType, alertType, budgeted, threshold, amount, usedPercent },
  });
};
