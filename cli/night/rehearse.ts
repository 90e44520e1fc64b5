// Rehearses a night, shows it, and judges it.
import { offsetTime } from '#core/offset-time.ts';
import type { JudgedExpectation } from '#sim/expect/expectation-result.ts';
import { isExpectedRun, judgeExpectations } from '#sim/expect/judge.ts';
import { invariantsOf, type Violation, violationsOf } from '#sim/invariants/all.ts';
import type { Rehearsal } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { type Traced, traceLine } from '#sim/trace.ts';
import { refuseUnwritable, writeFile } from '../files/write-file.ts';
import { complain, print, printJsonText, printLines, styled, terminalWidth } from '../terminal/output.ts';
import { marked, markedJsonLine, rehearsalMark } from '../terminal/simulated.ts';
import { timelineOfRehearsal } from '../timeline/of-rehearsal.ts';
import { page } from '../timeline/page.ts';
import { nightLine } from './lines.ts';
import { savedInNight } from './saved.ts';
import { showFor } from './show.ts';
import { summary } from './summary.ts';

const violationLines = (violations: readonly Violation[], replay: string): Traced[] =>
  violations.map(({ at, invariant, detail }) => ({ at, event: { type: 'violation', invariant, detail, replay } }));

const expectationLines = (judged: readonly JudgedExpectation[], replay: string): Traced[] =>
  judged.flatMap(({ at, ...judgement }): Traced[] => {
    const line: Traced = { at, event: { type: 'expectation', ...judgement } };
    if (judgement.met) return [line];
    const { place, path, expected, actual } = judgement;
    const detail = `${place}: ${path}: expected ${expected}; ${actual}`;
    return [line, { at, event: { type: 'violation', invariant: 'expect', detail, replay } }];
  });

/** Violations first: `end` is the last line of every trace. */
const printJson = ({ lines, scenario }: Rehearsal, found: readonly Traced[]): void => {
  const end = lines.filter(({ event }) => event.type === 'end');
  for (const line of [...found, ...end]) printJsonText(markedJsonLine(traceLine(line, scenario.definition.timeZone)));
};

/** For people: what was expected, what happened, and where in the night. */
const notMetLines = (expectations: readonly JudgedExpectation[], timeZone: string): string[] =>
  expectations.flatMap((one) =>
    one.met
      ? []
      : [
          `${styled('red', 'NOT MET')} ${one.place}: ${styled('bold', one.path)}`,
          `  expected  ${one.expected}`,
          `  happened  ${one.actual} ${styled('dim', `(${offsetTime(Math.floor(one.at / 1_000) * 1_000, timeZone)})`)}`,
        ],
  );

const printText = (
  rehearsal: Rehearsal,
  violations: readonly Violation[],
  expectations: readonly JudgedExpectation[],
  found: readonly Traced[],
  verbose: boolean,
): void => {
  const judged = { violations, invariants: invariantsOf(rehearsal.scenario).length, expectations };
  const { timeZone } = rehearsal.scenario.definition;
  const lines = [
    ...summary(rehearsal, judged, { width: terminalWidth(), verbose }),
    ...found.map((line) => nightLine(line, timeZone) ?? ''),
    ...notMetLines(expectations, timeZone),
  ];
  printLines(marked(lines, true));
};

/** A reconcile that fails is retried at its next tick; a start or a stop that fails is not. */
const wentWrong = (rehearsal: Rehearsal): boolean =>
  rehearsal.reports.some(
    (report) => (report.outcome === 'partial' || report.outcome === 'failed') && !isExpectedRun(report, rehearsal),
  ) ||
  rehearsal.lines.some(
    ({ event }) => event.type === 'invocation' && event.phase === 'failed' && event.function !== 'reconcile',
  );

type How = {
  readonly json: boolean;
  readonly verbose?: boolean;
  /** What shows the same night again. */
  readonly replay: string;
  /** Where to write the page of the night. */
  readonly html?: { readonly file: string; readonly force?: true | undefined };
};

/** Answers with the exit code. Throws `InputError` for a page that cannot be written. */
export const rehearseNight = async (
  scenario: Scenario,
  { json, verbose = false, replay, html }: How,
): Promise<0 | 1> => {
  if (html !== undefined) refuseUnwritable(html.file, '--html', html.force);
  const rehearsal = await showFor(json)(scenario);
  const violations = violationsOf(rehearsal);
  const expectations = judgeExpectations(rehearsal);
  const found = violationLines(violations, replay);
  if (html !== undefined)
    writeFile(
      html.file,
      page(timelineOfRehearsal(rehearsal, violations, await savedInNight(rehearsal))),
      '--html',
      html.force,
    );
  if (json) printJson(rehearsal, [...found, ...expectationLines(expectations, replay)]);
  else printText(rehearsal, violations, expectations, found, verbose);
  if (html !== undefined) (json ? complain : print)(`${rehearsalMark} Page written: ${html.file}`);
  return violations.length > 0 || expectations.some(({ met }) => !met) || wentWrong(rehearsal) ? 1 : 0;
};
