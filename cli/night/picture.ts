// The live picture of a rehearsed night: clock, progress, and the state of every resource by stage. Pure.
import type { Action } from '#core/action.ts';
import { nextSlot } from '#definition/schedule/slots.ts';
import { dayTime, shortTime } from '../terminal/local-time.ts';
import { duration, styled } from '../terminal/output.ts';
import { clipped, padded } from '../terminal/text-width.ts';
import { resourceText, resourceView } from './resource.ts';
import type { NightState } from './state.ts';

export type Size = { readonly columns: number; readonly rows: number };

/** What is beside the bars of the first lines. */
const besideBar = 52;
const shortestBar = 8;

const spaced = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

const bar = (share: number, [done, left]: readonly [string, string], columns: number): string => {
  const width = Math.min(40, columns - besideBar);
  if (width < shortestBar) return '';
  const length = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `${styled('cyan', done.repeat(length))}${styled('dim', left.repeat(width - length))}`;
};

const clockLine = ({ scenario, at, calls }: NightState, columns: number): string => {
  const { fromMs, toMs, definition } = scenario;
  const [from, to] = [fromMs, toMs].map((ms) => styled('dim', shortTime(ms, definition.timeZone)));
  const line = bar((at - fromMs) / (toMs - fromMs), ['━', '─'], columns);
  const called = styled('dim', `${calls} API calls`);
  const hours = line === '' ? '' : ` ${from} ${line} ${to} `;
  return spaced(' ', styled('bold', dayTime(at, definition.timeZone)), hours, called);
};

/** The next slot of the schedule within the night; nothing if it is paused. */
const nextLine = ({ scenario, at }: NightState): string => {
  const { schedule, timeZone } = scenario.definition;
  const next = (['stop', 'start'] as const)
    .map((action) => ({
      action,
      ms: schedule.enabled && schedule[action] ? nextSlot(schedule[action], timeZone, at) : undefined,
    }))
    .flatMap(({ action, ms }) => (ms !== undefined && ms <= scenario.toMs ? [{ action, ms }] : []))
    .toSorted((a, b) => a.ms - b.ms)[0];
  return next
    ? styled('dim', `next: ${next.action} ${dayTime(next.ms, timeZone)}`)
    : styled('dim', 'nothing more is scheduled');
};

const outcomeColor = (outcome: string) => (outcome === 'done' ? 'green' : outcome === 'superseded' ? 'yellow' : 'red');

/** How many of the resources that this action moves are where it wants them. */
const progress = (night: NightState, action: Action): { readonly text: string; readonly share: number } => {
  const movable = night.scenario.definition.resources
    .map(({ name }) => resourceView(night, name))
    .filter(({ gate }) => !gate);
  const there = movable.filter(({ appearance }) => appearance === (action === 'start' ? 'up' : 'down')).length;
  const share = movable.length === 0 ? 1 : there / movable.length;
  return { text: `${there} of ${movable.length} ${action === 'start' ? 'up' : 'down'}`, share };
};

const runLine = (night: NightState, columns: number): string => {
  const { run, at } = night;
  if (!run) return `  ${nextLine(night)}`;
  const { text, share } = progress(night, run.action);
  const took = duration(((run.endedAt ?? at) - run.startedAt) / 1_000);
  if (run.outcome === undefined) {
    const verb = run.action === 'start' ? '☀️ starting' : '🌙 stopping';
    const line = bar(share, ['█', '░'], columns);
    return spaced(' ', line === '' ? `${verb} for ${took},` : padded(`${verb} for ${took}`, 26), line, text);
  }
  const ended = `${run.action} ${styled(outcomeColor(run.outcome), run.outcome)} after ${took}`;
  return `  ${ended}, ${text}  ${nextLine(night)}`;
};

/** One cell per resource; the names and states of all of them line up. */
const cellsOf = (night: NightState): Map<string, string> => {
  const names = night.stages.flat();
  const nameWidth = Math.max(...names.map((name) => name.length));
  const stateWidth = Math.min(24, Math.max(12, ...names.map((name) => resourceView(night, name).text.length)));
  return new Map(
    names.map((name) => {
      const view = resourceView(night, name);
      return [name, resourceText(night, view, padded(name, nameWidth), stateWidth)];
    }),
  );
};

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/** The stages with so many resources to a line. A stop goes through them from the last to the first. */
const stageLines = (night: NightState, perLine: number, width: number): string[] => {
  const cells = cellsOf(night);
  const label = 9;
  const cellWidth = Math.floor((width - label - 2) / perLine) - 2;
  return night.stages.flatMap((names, index) => {
    const number = night.run?.action === 'stop' ? night.stages.length - index : index + 1;
    return chunks(names, perLine).map((line, row) => {
      const head = padded(row === 0 ? styled('dim', `stage ${number}`) : '', label);
      const shown = line.map((name) => padded(clipped(cells.get(name) ?? '', cellWidth), cellWidth));
      return `  ${head}${shown.join('  ')}`.trimEnd();
    });
  });
};

const perLineMax = 6;

/** As few resources to a line as the height allows; what does not fit even so is counted. */
const fittingStages = (night: NightState, { columns, rows }: Size): string[] => {
  for (let perLine = 1; perLine < perLineMax; perLine++) {
    const lines = stageLines(night, perLine, columns);
    if (lines.length <= rows) return lines;
  }
  const lines = stageLines(night, perLineMax, columns);
  return lines.length <= rows ? lines : [...lines.slice(0, Math.max(0, rows - 1)), styled('dim', '  …')];
};

/** The lines of one frame; none is wider than the terminal, and there is a line left for the cursor. */
export const picture = (night: NightState, size: Size): string[] => {
  const { scenario } = night;
  const title = `${styled('yellow', 'SIMULATED')}  ${styled('bold', scenario.definition.environment)}  ${styled('dim', `${scenario.name}, seed ${scenario.seed}`)}`;
  const head = [title, clockLine(night, size.columns), runLine(night, size.columns), ''];
  const tail = night.messages.slice(-3).map(({ from, text }) => `  ${styled('dim', from)}  ${text}`);
  const rows = size.rows - 1 - head.length - tail.length - 1;
  const lines = [...head, ...fittingStages(night, { columns: size.columns, rows }), '', ...tail];
  return lines.slice(0, Math.max(1, size.rows - 1)).map((line) => clipped(line, size.columns));
};
