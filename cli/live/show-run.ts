// Shows a run until it ends or whoever watches leaves: a live tree on a terminal, lines on a pipe, nothing with --json.
import type { Report } from '#core/report.ts';
import { runSummary } from '../tables/run-summary.ts';
import { clearLive, showLive } from '../terminal/live-output.ts';
import { onInterrupt } from '../terminal/on-interrupt.ts';
import { complain, leftCode, print } from '../terminal/output.ts';
import { type Follow, follow } from './follow.ts';
import { newsOf, progressAtEnd } from './run-lines.ts';
import { runTree } from './run-tree.ts';
import type { Site } from './site.ts';

type Screen = { readonly onLook: Follow['onLook']; readonly onEnd: (report: Report) => void };

const onTerminal = (timeZone: string): Screen => ({
  onLook: (lease, nowMs) => {
    const { columns = 80, rows = 24 } = process.stdout;
    showLive(runTree(lease, timeZone, nowMs, { columns, rows }));
  },
  onEnd: clearLive,
});

const onPipe = (timeZone: string): Screen => {
  const news = newsOf(timeZone);
  const tell = (progress: Parameters<typeof news>[0]): void => {
    for (const line of news(progress)) print(line);
  };
  return {
    onLook: ({ progress }) => progress && tell(progress),
    onEnd: (report) => tell(progressAtEnd(report)),
  };
};

const silent: Screen = { onLook: () => {}, onEnd: () => {} };

export const screenFor = (json: boolean, timeZone: string): Screen => {
  if (json) return silent;
  return process.stdout.isTTY && process.env.TERM !== 'dumb' ? onTerminal(timeZone) : onPipe(timeZone);
};

const went = ({ outcome }: Report): 0 | 1 => (['done', 'skipped', 'duplicate', 'dry-run'].includes(outcome) ? 0 : 1);

/** Prints the report and answers with the exit code. */
export const showReport = (report: Report, timeZone: string, json: boolean): 0 | 1 => {
  if (json) print(JSON.stringify(report));
  else for (const line of runSummary(report, timeZone, process.stdout.columns)) print(line);
  return went(report);
};

/** Leaving (Ctrl-C) leaves the run alone. Answers with the exit code. */
export const showRun = async (site: Site, isIt: Follow['isIt'], json: boolean): Promise<number> => {
  const { timeZone } = site.definition;
  const screen = screenFor(json, timeZone);
  let hasLeft = false;
  const takeBack = onInterrupt(() => {
    hasLeft = true;
  });
  try {
    const followed = await follow(site, { isIt, onLook: screen.onLook, hasLeft: () => hasLeft });
    if (followed.kind === 'ended') {
      screen.onEnd(followed.report);
      return showReport(followed.report, timeZone, json);
    }
    complain(`You have left; the run goes on in ${site.place}. ${site.toWatch}`);
    return leftCode;
  } finally {
    takeBack();
  }
};
