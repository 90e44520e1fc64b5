// Amounts as AWS Budgets writes them: `$1,200.00`, `12.5 GB`, `80%`. Never read when in doubt (facts/notifications.md 2.8).

export type Amount = { readonly value: number; readonly unit: string };

const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const plain = /^\d+(?:\.\d+)?$/;
const continental = /^(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,2}$/;

const numberIn = (digits: string): number | undefined => {
  if (plain.test(digits)) return Number(digits);
  if (grouped.test(digits)) return Number(digits.replaceAll(',', ''));
  if (continental.test(digits)) return Number(digits.replaceAll('.', '').replace(',', '.'));
  return undefined;
};

export const amountOf = (text: string | undefined): Amount | undefined => {
  const [, before = '', digits = '', after = ''] =
    /^([^\d.,\s-]{0,10})\s{0,3}([\d.,]{1,30})\s{0,3}([^\d.,\s]{0,20})$/.exec(text?.trim() ?? '') ?? [];
  const value = numberIn(digits);
  return value === undefined ? undefined : { value, unit: `${before}${after}` };
};

/** How much of the second the first is, in percent; undefined if that cannot be said for certain. */
export const percentOf = (part: string | undefined, whole: string | undefined): number | undefined => {
  const [amount, budget] = [amountOf(part), amountOf(whole)];
  if (!amount || !budget || amount.unit !== budget.unit || budget.value === 0) return undefined;
  return (amount.value / budget.value) * 100;
};
