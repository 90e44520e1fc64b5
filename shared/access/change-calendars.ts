// The call of shared/core/aws/change-calendar.ts, and the one by which reconcile has `control` make it.
import type { Arn } from '#core/aws/arn.ts';
import { functionNamesOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { allow, type Statement } from './statement.ts';

const namesIn = ({ calendars }: Definition): string[] => [
  ...new Set(calendars.flatMap(({ changeCalendar }) => changeCalendar ?? [])),
];

/** One of another account is named by its ARN. */
export const readChangeCalendars = (definition: Definition, arn: Arn): Statement[] => {
  const names = namesIn(definition);
  if (names.length === 0) return [];
  const on = names.map((name) => (name.startsWith('arn:') ? name : arn('ssm', `document/${name}`)));
  return [allow(['ssm:GetDocument'], on)];
};

/** Only `control` writes versions. */
export const refreshCalendars = (definition: Definition, arn: Arn): Statement[] =>
  namesIn(definition).length === 0
    ? []
    : [
        allow(
          ['lambda:InvokeFunction'],
          [arn('lambda', `function:${functionNamesOf(definition.environment, 'control').function}`)],
        ),
      ];
