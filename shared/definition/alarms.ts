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
      message: 'is not an alarm name: 1 to 255 characters',
      remedy: 'write the name as CloudWatch shows it',
    };
  if (star >= 0 && star < value.length - 1)
    return { message: 'contains a `*` before the end', remedy: 'use `*` only at the end: `poc-atlas-dev-camunda-*`' };
  if (star >= 0 && star < prefixLengthMin)
    return { message: 'would mute every alarm', remedy: 'start with the name of a resource that Curfew stops' };
  if (/^TargetTracking/.test(value))
    return { message: 'is an autoscaling alarm, which Curfew never mutes', remedy: 'remove it' };
  if (/^curfew-/.test(value))
    return { message: "is one of Curfew's own alarms, which it never mutes", remedy: 'remove it' };
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
    description: 'Alarm name, exactly as in CloudWatch. A `*` at the end matches every name with that prefix.',
    examples: ['poc-atlas-dev-camunda-*'],
  });

const help = {
  mute: 'Alarms to mute during a planned downtime. Do not list alarms of resources that stay up, such as Kafka.',
  grace: 'How long alarms stay muted after the environment is ready. Metrics arrive some minutes late.',
};

export const alarms = z
  .strictObject({
    mute: distinct(alarmName)
      .max(entriesMax, `lists more than ${entriesMax}: use \`*\` at the end of names`)
      .meta({ description: help.mute, examples: [['poc-atlas-dev-camunda-*']] })
      .default([]),
    graceMinutes: whole({ min: 1, max: 180, example: 10, help: help.grace }).default(10),
  })
  .meta({
    description: 'How CloudWatch alarms are treated during a planned downtime.',
    examples: [{ mute: ['poc-atlas-dev-camunda-*'] }],
  })
  .prefault({});
