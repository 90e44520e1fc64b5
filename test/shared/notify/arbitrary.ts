// Reports and texts that nobody would write on purpose, and the rules that every message keeps all the same.
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Report, ReportedResource, ReportOutcome } from '#core/report.ts';
import { type SlackBlock, type SlackMessage, slackLimits } from '#notify/rendering/message.ts';

export const hostile = [
  // What every object has, whatever it is used as a table of.
  'constructor',
  'toString',
  '__proto__',
  '<!channel>',
  '<!here|x>',
  '<@U012AB3CD>',
  '<https://evil.example|harmless>',
  '&amp;',
  '&lt;!channel&gt;',
  '<!date^1^{date}|now>',
  '`',
  '```',
  '*_~',
  '"\\',
  '\n',
  '\r\n\t',
  '\u0000\u001b[31m',
  '\u202e',
  '\ud83d',
  '\ude80',
  '🚀',
  '&<>'.repeat(2_000),
  '🚀'.repeat(2_000),
  '"'.repeat(100_000),
];

/** Anything a stranger may have put into a text. */
export const texts = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...hostile), { maxLength: 4 }).map((parts) => parts.join('')) },
);

const times = fc.oneof(
  fc
    .date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2040-01-01') })
    .map((date) => date.toISOString()),
  fc.constantFrom('2026-11-20T20:00:00-03:00', '2026-13-45T99:00:00Z', 'Fri Nov 20 2026 (<!channel>)', ''),
  texts,
);

const resources: fc.Arbitrary<ReportedResource> = fc.record(
  {
    resource: texts,
    kind: fc.constantFrom('rds-instance' as const, 'ecs-service' as const),
    stage: fc.integer(),
    outcome: fc.constantFrom<ReportedResource['outcome'][]>('done', 'skipped', 'failed', 'blocked', 'refused'),
    reason: texts,
    blockedBy: texts,
    errorCode: texts,
    seconds: fc.double({ noNaN: true, noDefaultInfinity: true }),
  },
  { requiredKeys: ['resource', 'kind', 'stage', 'outcome', 'reason'] },
);

export const reportOutcomes: readonly ReportOutcome[] = [
  'done',
  'partial',
  'failed',
  'skipped',
  'duplicate',
  'stale',
  'superseded',
  'refused',
  'dry-run',
];

/** Up to 500 resources: some drawn, repeated as often as it takes, which finds the limits faster than drawing them all. */
const many = fc
  .tuple(fc.array(resources, { maxLength: 8 }), fc.integer({ min: 1, max: 60 }))
  .map(([some, times]) => Array.from({ length: times }, () => some).flat());

export const reports: fc.Arbitrary<Report> = fc.record(
  {
    kind: fc.constant('curfew-report' as const),
    version: fc.constant(1 as const),
    run: texts,
    environment: texts,
    action: fc.constantFrom('start' as const, 'stop' as const),
    outcome: fc.constantFrom(...reportOutcomes),
    reason: texts,
    requestedBy: texts,
    why: texts,
    scheduledTime: times,
    startedAt: times,
    endedAt: times,
    seconds: fc.double({ noNaN: true, noDefaultInfinity: true }),
    criticalPath: fc.array(texts),
    criticalPathSeconds: fc.integer(),
    resources: many,
    alarmsMuted: fc.array(texts),
    expected: fc.array(fc.record({ what: texts, times: fc.integer() }, { noNullPrototype: true })),
    warnings: fc.array(texts, { maxLength: 40 }),
  },
  { noNullPrototype: true },
);

const textsOf = (block: SlackBlock) => (block.type === 'section' ? [block.text] : block.elements);

const ourDate = /<!date\^\d+\^\{date_short_pretty\} \{time\}\|\d{4}-\d\d-\d\d \d\d:\d\d (?:Z|[+-]\d\d:\d\d)>/g;

const ourLink =
  /<https:\/\/(?:(?:[a-z0-9-]+\.)*console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)|wiki\.example\.com)\/[^<>|\s]*\|[a-zA-Z ]+>/g;

/** An address that somebody wrote may be a link, if it says itself where it leads. */
const bareLink = /<(https:\/\/[a-z0-9][\w.-]*(?::\d+)?(?:[/?#](?:[^<>|\s@&`"]|&amp;)*)?)\|\1>/gi;

const ourMention = / <(?:@[UW]|!subteam\^S)[A-Z0-9]{6,20}>$/;

/** What is wrong with a text that holds words of others. */
const armedIn = (text: string): string[] => {
  const foreign = text.replaceAll(ourDate, '').replaceAll(ourLink, '').replaceAll(bareLink, '').replace(ourMention, '');
  return [
    ...(/[<>]/.test(foreign) ? ['an unescaped bracket'] : []),
    ...(foreign.replaceAll(/&(?:amp|lt|gt);/g, '').includes('&') ? ['an unescaped or broken entity'] : []),
    ...(text.isWellFormed() ? [] : ['half a surrogate pair']),
    ...(/(?!\n|\t)\p{Cc}/u.test(text) ? ['a control character'] : []),
  ].map((what) => `${what} in ${JSON.stringify(text.slice(0, 300))}`);
};

/** Every limit of Slack's, nothing that pings anybody, no text cut in the middle of something. */
export const problemsOf = (message: SlackMessage): string[] => {
  const blocks = message.attachments.flatMap((attachment) => attachment.blocks);
  const all = blocks.flatMap(textsOf);
  const texts = [message.text, ...message.attachments.map(({ fallback }) => fallback), ...all.map(({ text }) => text)];
  const length = JSON.stringify(message).length;
  return [
    ...(length > slackLimits.payloadLengthMax ? [`${length} characters in all`] : []),
    ...(blocks.length > slackLimits.blocksMax ? [`${blocks.length} blocks`] : []),
    ...(message.text.includes('\n') || message.text.trim() === '' ? ['a headline that is not one line'] : []),
    ...all.flatMap(({ text, verbatim }) => [
      ...(verbatim ? [] : ['a text that Slack may find mentions in']),
      ...(text.trim() === '' ? ['an empty text'] : []),
      ...(text.length > slackLimits.textLengthMax ? [`a text of ${text.length} characters`] : []),
    ]),
    ...texts.flatMap(armedIn),
  ];
};

export const expectPostable = (message: SlackMessage): void => {
  expect(problemsOf(message)).toEqual([]);
};
