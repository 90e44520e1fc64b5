// What Curfew says and does about the costs of a month: nothing, unless these sections are there.
import * as z from 'zod';
import { days, flag, timeOfDay } from '#kinds/fields.ts';

const usd = (help: string) =>
  z
    .number('is not an amount of money')
    .min(1, 'is less than 1')
    .max(10_000_000, 'is more than ten million')
    .meta({ description: help, examples: [400] });

const tagText = (example: string, help: string) =>
  z
    .string('is not text')
    .min(1, 'is empty')
    .max(256)
    .meta({ description: help, examples: [example] });

export const costs = z
  .strictObject({
    tag: tagText('Environment', 'Cost allocation tag by which Cost Explorer knows the environment.').default(
      'Environment',
    ),
    value: tagText('staging', 'Its value. Default: the name of the environment.').exactOptional(),
    monthlyUsd: usd('What the environment is planned to cost a month, in US dollars.').exactOptional(),
    monthlyMessage: flag(
      true,
      'Whether the costs of each month are reported once, in its first days after it.',
    ).default(false),
  })
  .meta({ description: 'Costs of the environment, read from Cost Explorer.', examples: [{ monthlyMessage: true }] })
  .exactOptional();

const workingHours = z
  .strictObject({ days: days.default(['mon', 'tue', 'wed', 'thu', 'fri']), from: timeOfDay, to: timeOfDay })
  .refine(({ from, to }) => from < to, 'does not end after it begins')
  .meta({ description: 'When the environment is needed.', examples: [{ from: '09:00', to: '18:00' }] });

export const budgetGuard = z
  .strictObject({
    monthlyUsd: usd('Budget of a month, in US dollars.'),
    workingHours,
    hold: flag(
      true,
      'Whether the environment is held down outside of the working hours until the month ends, once its forecast is above the budget.',
    ).default(false),
  })
  .meta({
    description: 'Reports a month whose forecast is above the budget, and what stopping earlier would save.',
    examples: [{ monthlyUsd: 400, workingHours: { from: '09:00', to: '18:00' }, hold: true }],
  })
  .exactOptional();
