// The texts of an event: never empty, one line, and no longer than what they end up in can hold.
import * as z from 'zod';
import { textMax, textProblem } from '#core/free-text.ts';

const text = (max: number) =>
  z
    .string()
    .min(1)
    .check(({ value, issues }) => {
      const message = textProblem(value, max);
      if (message !== undefined) issues.push({ code: 'custom', input: value, message });
    });

export const nameText = text(textMax.name);
export const byText = text(textMax.by);
export const whyText = text(textMax.why);
