// A report as a Slack message. Pure. A run that went well is one line and the details; otherwise it has what failed, why, and what
// to do next. The lengths given here add up to less than Slack accepts.
import { pluralise } from '#core/pluralise.ts';
import type { Report, ReportedResource } from '#core/report.ts';
import { code, type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { actionLabels, colorOf, criticalPath, having, renderHeadline } from '#notify/rendering/headline.ts';
import { context, messageOf, type SlackBlock, type SlackMessage, section } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import { renderTime } from '#notify/rendering/time.ts';

const nameLengthMax = 80;

const named = (name: string): Escaped => code(name, nameLengthMax);

const detail = ({ resource, reason, errorCode, blockedBy }: ReportedResource): Escaped => {
  const blocked = blockedBy === undefined ? mrkdwn`` : mrkdwn`blocked by ${named(blockedBy)}, `;
  const coded = errorCode === undefined ? mrkdwn`` : mrkdwn` (${code(errorCode, 60)})`;
  return mrkdwn`${named(resource)}: ${blocked}${line(reason, 300)}${coded}`;
};

const listed = (title: Escaped, lines: readonly Escaped[], lengthMax: number): SlackBlock[] =>
  lines.length === 0 ? [] : [section(mrkdwn`*${title}*\n• ${joined(lines, '\n• ', lengthMax)}`)];

const inSentence = (
  title: Escaped,
  resources: readonly ReportedResource[],
  { resources: all }: Report,
): SlackBlock[] => {
  const names = joined(
    resources.map(({ resource }) => named(resource)),
    ', ',
    700,
  );
  return resources.length === 0 ? [] : [section(mrkdwn`*${title}:* ${resources.length} of ${all.length}: ${names}`)];
};

const notDone = (report: Report): SlackBlock[] => {
  switch (report.outcome) {
    case 'partial':
    case 'failed':
      return inSentence(actionLabels[report.action].missed, having(report, 'failed', 'refused', 'blocked'), report);
    case 'superseded':
      return inSentence(
        mrkdwn`Not finished by this run`,
        having(report, 'skipped', 'failed', 'refused', 'blocked'),
        report,
      );
    default:
      return [];
  }
};

const perResource = (report: Report): SlackBlock[] => {
  const planned = report.outcome === 'dry-run' ? having(report, 'done', 'skipped') : [];
  return [
    ...listed(mrkdwn`Failed`, having(report, 'failed').map(detail), 2_300),
    ...listed(mrkdwn`Refused`, having(report, 'refused').map(detail), 1_500),
    ...listed(mrkdwn`Blocked`, having(report, 'blocked').map(detail), 1_500),
    ...listed(mrkdwn`Plan`, planned.map(detail), 1_500),
  ];
};

// Only names that need no shell quoting go into a command that people copy.
const again = ({ environment, action, only }: Report, options = ''): Escaped => {
  const names = only?.every((name) => /^[\w-]{1,60}$/.test(name)) ? ` --only ${only.slice(0, 10).join(',')}` : '';
  return code(
    `curfew ${action} ${/^[\w.-]{1,60}$/.test(environment) ? environment : 'ENV'}${names}${options} --why …`,
    only ? 400 : 120,
  );
};

const next = (report: Report): Escaped | undefined => {
  const { goal } = actionLabels[report.action];
  switch (report.outcome) {
    case 'partial':
    case 'failed':
      return mrkdwn`fix the cause, then run it again: ${again(report)}. Resources that are already ${goal} stay unchanged.`;
    case 'stale':
      return mrkdwn`to run it anyway: ${again(report)}`;
    case 'skipped':
      return mrkdwn`to run it anyway: ${again(report)}`;
    case 'refused':
      return mrkdwn`wait for the other run to end, or take over: ${again(report, ' --supersede')}`;
    case 'superseded':
      return mrkdwn`nothing; the run that took over sends its own report.`;
    case 'dry-run':
      return mrkdwn`to run it: ${again(report)}`;
    default:
      return undefined;
  }
};

const nextStep = (report: Report): SlackBlock[] => {
  const step = next(report);
  return step === undefined ? [] : [section(mrkdwn`*Next:* ${step}`)];
};

const alarms = ({ alarmsMuted, alarmsMutedCount = alarmsMuted.length, outcome }: Report): Escaped[] => {
  if (alarmsMuted.length === 0) return [];
  const names = joined(alarmsMuted.map(named), ', ', 300);
  const what = line(pluralise(alarmsMutedCount, 'alarm'), 40);
  return [mrkdwn`${what} ${outcome === 'dry-run' ? mrkdwn`to mute` : mrkdwn`muted`}: ${names}`];
};

/** Notifications that were not posted because the downtime expected them. */
const expectedNotPosted = ({ expected = [] }: Report): Escaped[] => {
  if (expected.length === 0) return [];
  const all = expected.reduce((sum, { times }) => sum + times, 0);
  const each = expected.map(({ what, times }) => mrkdwn`${named(what)}${times > 1 ? mrkdwn` ×${times}` : mrkdwn``}`);
  return [mrkdwn`${line(pluralise(all, 'notification'), 40)} expected and not posted: ${joined(each, ', ', 300)}`];
};

const nextSlot = ({ next: slot }: Reader): Escaped[] => {
  if (slot === undefined) return [];
  const { action } = actionLabels[slot.action];
  if (slot.begins !== undefined)
    return [mrkdwn`next ${action} begins ${renderTime(slot.begins)}, ready by ${renderTime(slot.at)}`];
  const moved = slot.spread === undefined ? mrkdwn`` : mrkdwn` ${line(slot.spread, 40)}`;
  return [mrkdwn`next ${action} ${renderTime(slot.at)}${moved}`];
};

const smallPrint = (report: Report, reader: Reader): SlackBlock => {
  const { requestedBy, scheduledTime, why, startedAt, endedAt, run, definition } = report;
  const slot = scheduledTime === undefined ? mrkdwn`` : mrkdwn` for ${renderTime(scheduledTime)}`;
  const facts = [
    mrkdwn`requested by ${line(requestedBy, 80)}${slot}`,
    ...(why === undefined ? [] : [mrkdwn`why: ${line(why, 200)}`]),
    mrkdwn`${renderTime(startedAt)} to ${renderTime(endedAt)}`,
    mrkdwn`run ${code(run, 100)}`,
    ...(definition ? [mrkdwn`definition v${line(String(definition.version), 20)}`] : []),
    // The first line has it if all went well.
    ...(['partial', 'failed'].includes(report.outcome) ? criticalPath(report) : []),
    ...nextSlot(reader),
    ...alarms(report),
    ...expectedNotPosted(report),
  ];
  return context(joined(facts, ' · ', 1_700));
};

export const renderReport = (report: Report, reader: Reader): SlackMessage =>
  messageOf(renderHeadline(report), colorOf[report.outcome], [
    ...notDone(report),
    ...perResource(report),
    ...listed(
      mrkdwn`Warnings`,
      report.warnings.map((warning) => line(warning, 400)),
      1_400,
    ),
    ...nextStep(report),
    smallPrint(report, reader),
  ]);
