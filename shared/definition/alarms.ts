// Alarms that a planned downtime mutes.
import * as z from 'zod';
import { distinct, whole } from '#kinds/fields.ts';

/** Fewer letters than this before a star would reach alarms of anybody. */
const prefixLengthMin = 4;
/** Each of them becomes a resource in the policies of the functions, which IAM keeps short. */
const entriesMax = 50;

const fault = (value: string): { message: string; remedy: string } | undefined => {
  const star = value.indexOf('*');
  if (value === '' || value.length > 255)
    return {
      message: 'is not the name of an alarm: 1 to 255 characters',
      remedy: 'write the name as CloudWatch shows it',
    };
  if (star >= 0 && star < value.length - 1)
    return { message: 'has a `*` before its end', remedy: 'a star may only end a name: `poc-atlas-dev-camunda-*`' };
  if (star >= 0 && star < prefixLengthMin)
    return { message: 'would mute alarms of anybody', remedy: 'begin with the name of what is stopped' };
  if (/^TargetTracking/.test(value))
    return { message: 'belongs to autoscaling, whose alarms are never muted', remedy: 'remove it' };
  if (/^curfew-/.test(value))
    return { message: "is one of Curfew's own alarms, which are never muted", remedy: 'remove it' };
  return undefined;
};

const alarmName = z
  .string()
  .check(({ value, issues }) => {
    const wrong = fault(value);
    if (!wrong) return;
    issues.push({ code: 'custom', input: value, message: wrong.message, params: { remedy: wrong.remedy } });
  })
  .meta({
    description:
      'The name of an alarm, exactly as in CloudWatch. One that ends in `*` stands for all that begin like it.',
    examples: ['poc-atlas-dev-camunda-*'],
  });

const help = {
  mute: 'Alarms to mute while the environment is down on purpose. Those of what stays up, such as Kafka, do not belong here.',
  grace: 'How long they stay muted after the environment is ready: metrics follow some minutes behind.',
};

export const alarms = z
  .strictObject({
    mute: distinct(alarmName)
      .max(entriesMax, `lists more than ${entriesMax}: let names end in \`*\``)
      .meta({ description: help.mute, examples: [['poc-atlas-dev-camunda-*']] })
      .default([]),
    graceMinutes: whole({ min: 1, max: 180, example: 10, help: help.grace }).default(10),
  })
  .meta({
    description: 'What happens to CloudWatch alarms in a planned downtime.',
    examples: [{ mute: ['poc-atlas-dev-camunda-*'] }],
  })
  .prefault({});
