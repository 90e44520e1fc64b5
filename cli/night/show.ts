// The three ways to show a rehearsal while it runs: JSON Lines, plain lines, and the live picture of a terminal.
import { pause } from '#core/runtime/pause.ts';
import { initialStatuses, type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { type Traced, traceLine } from '#sim/trace.ts';
import { keepLive, showLive } from '../terminal/live-output.ts';
import { canRedraw, print, printJsonText, styled } from '../terminal/output.ts';
import { markedJsonLine, rehearsalMark } from '../terminal/simulated.ts';
import { nightLine } from './lines.ts';
import { frameMs, momentsBefore } from './pace.ts';
import { picture } from './picture.ts';
import { applyTraced, newNight } from './state.ts';

type Show = (scenario: Scenario) => Promise<Rehearsal>;

/** The trace up to its last line, `end`: that one waits until the night has been judged. */
const asJson: Show = (scenario) =>
  rehearse(scenario, {
    onLine: (line) => {
      if (line.event.type !== 'end') printJsonText(markedJsonLine(traceLine(line, scenario.definition.timeZone)));
    },
  });

const titleOf = ({ name, seed }: Scenario): string => `Rehearsing ${name} on the simulated AWS, seed ${seed}`;

const notesOf = ({ isAsIfEnabled }: Scenario): string[] =>
  isAsIfEnabled
    ? [styled('yellow', 'The schedule is off (`schedule.enabled: false`); this rehearses it as if it were on.')]
    : [];

const asLines: Show = async (scenario) => {
  print(styled('bold', `${rehearsalMark} ${titleOf(scenario)}`));
  for (const note of notesOf(scenario)) print(note);
  const show = (line: Traced): void => {
    const text = nightLine(line, scenario.definition.timeZone);
    if (text !== undefined) print(text);
  };
  const rehearsal = await rehearse(scenario, { onLine: show });
  print();
  return rehearsal;
};

const asPicture: Show = async (scenario) => {
  for (const note of notesOf(scenario)) print(`${rehearsalMark} ${note}`);
  const night = newNight(scenario, initialStatuses(scenario));
  const draw = (at: number): void => {
    night.at = at;
    const { columns = 80, rows = 24 } = process.stdout;
    showLive(picture(night, { columns, rows }));
  };
  let shownAt = scenario.fromMs;
  const rehearsal = await rehearse(scenario, {
    onLine: (line) => applyTraced(night, line),
    onAdvance: async (next) => {
      const isRunning = night.run !== undefined && night.run.endedAt === undefined;
      const runStartedAt = isRunning ? night.run?.startedAt : undefined;
      for (const moment of momentsBefore(next, { shownAt, runStartedAt, nightMs: scenario.toMs - scenario.fromMs })) {
        draw(moment);
        shownAt = moment;
        await pause(frameMs);
      }
      night.at = next;
    },
  });
  draw(night.at);
  keepLive();
  print();
  return rehearsal;
};

/** A terminal that can move its cursor gets the picture. */
export const showFor = (json: boolean): Show => {
  if (json) return asJson;
  return canRedraw() ? asPicture : asLines;
};
