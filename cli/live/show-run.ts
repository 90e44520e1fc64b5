// Shows a run until it ends or the user stops watching: a live tree on a terminal, lines on a pipe, nothing with --json.
import type { Report } from '#core/report.ts';
import { runSummary } from '../tables/run-summary.ts';
import { clearLive, showLive } from '../terminal/live-output.ts';
import { onInterrupt } from '../terminal/on-interrupt.ts';
import { canRedraw, leftCode, print, terminalWidth } from '../terminal/output.ts';
import { rehearsalMark } from '../terminal/simulated.ts';
import { type Follow, follow } from './follow.ts';
import { newsOf, progressAtEnd } from './run-lines.ts';
import { runTree } from './run-tree.ts';
import type { Site } from './site.ts';
import { complainOf, tell, tellJson } from './tell.ts';

type Screen = { readonly onLook: Follow['onLook']; readonly onEnd: (report: Report) => void };

type Where = Pick<Site, 'isSimulated' | 'definition'>;

const onTerminal = ({ definition, isSimulated }: Where): Screen => ({
  onLook: (lease, nowMs) => {
    const { columns = 80, rows = 24 } = process.stdout;
    const size = { columns: isSimulated ? columns - rehearsalMark.length - 1 : columns, rows };
    const [head = '', ...lines] = runTree(lease, definition.timeZone, nowMs, size);
    showLive([isSimulated ? `${rehearsalMark} ${head}` : head, ...lines]);
  },
  onEnd: clearLive,
});

const onPipe = ({ definition, isSimulated }: Where): Screen => {
  const news = newsOf(definition.timeZone);
  let isFirst = true;
  const report = (progress: Parameters<typeof news>[0]): void => {
    for (const line of news(progress)) {
      print(isSimulated && isFirst ? `${rehearsalMark} ${line}` : line);
      isFirst = false;
    }
  };
  return {
    onLook: ({ progress }) => progress && report(progress),
    onEnd: (ended) => {
      report(progressAtEnd(ended));
      if (!isFirst) print();
    },
  };
};

const silent: Screen = { onLook: () => {}, onEnd: () => {} };

export const screenFor = (site: Where, json: boolean): Screen => {
  if (json) return silent;
  return canRedraw() ? onTerminal(site) : onPipe(site);
};

export type Showing = { readonly json: boolean; readonly verbose: boolean };

export const showingOf = ({ json, verbose }: { readonly json?: true; readonly verbose?: true }): Showing => ({
  json: json === true,
  verbose: verbose === true,
});

const went = ({ outcome }: Report): 0 | 1 => (['done', 'skipped', 'duplicate', 'dry-run'].includes(outcome) ? 0 : 1);

/** Prints the report and answers with the exit code. */
export const showReport = (report: Report, site: Where, { json, verbose }: Showing): 0 | 1 => {
  if (json) tellJson(site, report);
  else tell(site, runSummary(report, site.definition.timeZone, { width: terminalWidth(), verbose }));
  return went(report);
};

/** Leaving (Ctrl-C) leaves the run alone. Answers with the exit code. */
export const showRun = async (site: Site, isIt: Follow['isIt'], showing: Showing): Promise<number> => {
  const screen = screenFor(site, showing.json);
  let hasLeft = false;
  const takeBack = onInterrupt(() => {
    hasLeft = true;
  });
  try {
    const followed = await follow(site, { isIt, onLook: screen.onLook, hasLeft: () => hasLeft });
    if (followed.kind === 'ended') {
      screen.onEnd(followed.report);
      return showReport(followed.report, site, showing);
    }
    complainOf(site, `Stopped watching. The run continues in ${site.place}. ${site.toWatch}`);
    return leftCode;
  } finally {
    takeBack();
  }
};
