import type { NameAndValue } from '#core/notification.ts';

/** Amounts are kept as AWS Budgets wrote them, with their unit. */
export type Budget = {
  readonly kind: 'budget';
  /** `Cost`, or another type by its raw value. */
  readonly budgetType: string | undefined;
  /** `ACTUAL` or `FORECASTED`. */
  readonly alertType: string | undefined;
  readonly budgeted: string | undefined;
  readonly threshold: string | undefined;
  readonly amount: string | undefined;
  /** Of the budget; undefined if the two amounts cannot be compared for certain. */
  readonly usedPercent: number | undefined;
};

export type BudgetAction = {
  readonly kind: 'budget-action';
  readonly facts: readonly NameAndValue[];
  readonly text: string;
};
