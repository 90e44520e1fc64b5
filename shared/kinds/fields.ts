// The single values of a definition: what is allowed, its message, an example and the help that editors show.
import * as z from 'zod';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

type Field = { readonly rule: string; readonly example: string; readonly help: string };

/** Text of a certain form. `rule` completes the sentence "`value` …". */
const text = (form: RegExp, { rule, example, help }: Field) =>
  z
    .string()
    .regex(form, rule)
    .meta({ description: help, examples: [example] });

/** A name in the definition, of an environment or a resource. */
export const name = (example: string, help: string) =>
  text(/^[a-z][a-z0-9-]{0,39}$/, {
    rule: 'is not a name: 1 to 40 lower-case letters, digits and hyphens, starting with a letter',
    example,
    help,
  });

/** The name of something in AWS. `form` is what the service accepts. */
export const awsName = (form: RegExp, thing: string, example: string) =>
  text(form, { rule: `cannot be the ${thing} (a name alone, no ARN)`, example, help: `The ${thing}.` });

/** A random name of hexadecimal digits, in groups of such lengths: a UUID. */
export const hexName = (digit: () => number, lengths: readonly number[]): string =>
  lengths.map((length) => Array.from({ length }, () => digit().toString(16)).join('')).join('-');

/** The identifier of something of RDS and its like, in lower case. */
export const lowerCaseName = (thing: string, example: string) =>
  awsName(/^(?=.{1,63}$)[a-z](-?[a-z0-9])*$/, `identifier of the ${thing}, in lower case`, example);

type Range = { readonly min: number; readonly max: number; readonly example: number; readonly help: string };

export const whole = ({ min, max, example, help }: Range) => {
  const rule = `is not a whole number from ${min} to ${max}`;
  return z
    .int(rule)
    .min(min, rule)
    .max(max, rule)
    .meta({ description: help, examples: [example] });
};

export const flag = (example: boolean, help: string) => z.boolean().meta({ description: help, examples: [example] });

export const region = text(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, {
  rule: 'does not look like an AWS region',
  example: 'us-east-1',
  help: 'AWS region of the environment.',
});

/** The runtime also takes offsets and any letter case, the scheduler does not. Finding out is slow, and zones are few. */
const zones = new Map<string, boolean>();
const zonesMax = 1_000;

const isZone = (zone: string): boolean => {
  const known = zones.get(zone) ?? isResolvedAsItIs(zone);
  if (zones.size < zonesMax) zones.set(zone, known);
  return known;
};

const isResolvedAsItIs = (zone: string): boolean => {
  try {
    const resolved = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
    const sameButForCase = resolved !== zone && resolved.toLowerCase() === zone.toLowerCase();
    return /^[A-Z]/.test(zone) && !sameButForCase;
  } catch {
    return false;
  }
};

export const timeZone = z
  .string()
  .check(({ value, issues }) => {
    if (isZone(value)) return;
    const message = 'is not an IANA time zone, for example `America/Fortaleza` or `UTC`';
    const known = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
    issues.push({ code: 'custom', input: value, message, params: { known } });
  })
  .meta({
    description: 'IANA time zone of all local times and dates in this file.',
    examples: ['America/Fortaleza'],
  });

export const timeOfDay = text(/^([01]\d|2[0-3]):[0-5]\d$/, {
  rule: 'is not a time of day: HH:MM, from 00:00 to 23:59',
  example: '08:00',
  help: "Local time in the environment's time zone, HH:MM. Quote it.",
});

const daysByKeyword = { weekdays: weekdays.slice(0, 5), 'every day': weekdays } as const;

/** A list without repetition. */
export const distinct = <T extends z.ZodType<string>>(item: T) =>
  z
    .array(item)
    .check(({ value, issues }) => {
      const message = 'is listed twice';
      const params = { remedy: 'remove one' };
      for (const [index, input] of value.entries())
        if (value.indexOf(input) < index) issues.push({ code: 'custom', input, path: [index], message, params });
    })
    .meta({ uniqueItems: true });

/** `fri-mon` goes over the weekend. */
const daysInRange = (text: string): readonly Weekday[] => {
  const [from = 0, to = 0] = text.split('-').map((day) => weekdays.indexOf(day as Weekday));
  const count = ((to - from + 7) % 7) + 1;
  const found = Array.from({ length: count }, (_, index) => (from + index) % 7);
  return weekdays.filter((_, index) => found.includes(index));
};

const oneOfDays = `(${weekdays.join('|')})`;

export const days = z
  .union(
    [
      z.enum(['weekdays', 'every day']).transform((keyword): readonly Weekday[] => daysByKeyword[keyword]),
      z.enum(weekdays).transform((day): readonly Weekday[] => [day]),
      z
        .string()
        .regex(new RegExp(`^${oneOfDays}-${oneOfDays}$`), 'is not a range of days, for example `mon-thu`')
        .transform(daysInRange),
      distinct(z.enum(weekdays)).min(1, 'has no day'),
    ],
    'is neither a list of days nor `weekdays` nor `every day` nor a range such as `mon-thu`',
  )
  .meta({
    description: 'Days of the week: a list, or `weekdays`, or `every day`, or a range (`mon-thu`).',
    examples: [['mon', 'tue']],
  });

export const slackChannel = text(/^#[^\s#:]{1,80}$/, {
  rule: 'is not a channel: # and its name',
  example: '#atlas-staging',
  help: 'Channel name for display. The webhook decides where messages are posted. Quote it.',
});

export const secretName = z
  .string()
  .regex(/^(?!.*hooks\.slack)[\w/+=.@-]{1,512}$/i, {
    error: ({ input }) =>
      /:\/\/|hooks\.slack/i.test(String(input))
        ? 'is a URL. A definition must not contain secrets: store it in Secrets Manager and write the name of the secret'
        : 'is not the name of a secret in Secrets Manager (its name, not its ARN)',
  })
  .meta({
    description: "The name, never the value, of the secret in Secrets Manager that holds the Slack webhook's URL.",
    examples: ['poc-atlas-dev/slack-webhook'],
  });
