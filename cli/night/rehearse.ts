// Rehearses a night, shows it, and judges it.
import { invariants, type Violation, violationsOf } from '#sim/invariants/all.ts';
import type { Rehearsal } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { type Traced, traceLine } from '#sim/trace.ts';
import { refuseExisting, writeFile } from '../files/write-file.ts';
import { print } from '../terminal/output.ts';
import { timelineOfRehearsal } from '../timeline/of-rehearsal.ts';
import { page } from '../timeline/page.ts';
import { nightLine } from './lines.ts';
import { savedInNight } from './saved.ts';
import { showFor } from './show.ts';
import { summary } from './summary.ts';

const violationLines = (violations: readonly Violation[], replay: string): Traced[] =>
  violations.map(({ at, invariant, detail }) => ({ at, event: { type: 'violation', invariant, detail, replay } }));

/** Violations first: `end` is the last line of every trace. */
const printJson = ({ lines, scenario }: Rehearsal, found: readonly Traced[]): void => {
  const end = lines.filter(({ event }) => event.type === 'end');
  for (const line of [...found, ...end]) print(traceLine(line, scenario.definition.timeZone));
};

const printText = (rehearsal: Rehearsal, violations: readonly Violation[], found: readonly Traced[]): void => {
  const judged = { violations, invariants: invariants.length };
  for (const line of summary(rehearsal, judged, process.stdout.columns)) print(line);
  for (const line of found) print(nightLine(line, rehearsal.scenario.definition.timeZone));
};

/** A reconcile that fails is tried again at its next tick; a start or a stop that fails is not. */
const wentWrong = ({ reports, lines }: Rehearsal): boolean =>
  reports.some(({ outcome }) => outcome === 'partial' || outcome === 'failed') ||
  lines.some(({ event }) => event.type === 'invocation' && event.phase === 'failed' && event.function !== 'reconcile');

type How = {
  readonly json: boolean;
  /** What shows the same night again. */
  readonly replay: string;
  /** Where to write the page of the night. */
  readonly html?: { readonly file: string; readonly force?: true | undefined };
};

/** Answers with the exit code. Throws `InputError` for a page that cannot be written. */
export const rehearseNight = async (scenario: Scenario, { json, replay, html }: How): Promise<0 | 1> => {
  if (html !== undefined) refuseExisting(html.file, '--html', html.force);
  const rehearsal = await showFor(json)(scenario);
  const violations = violationsOf(rehearsal);
  const found = violationLines(violations, replay);
  if (html !== undefined)
    writeFile(
      html.file,
      page(timelineOfRehearsal(rehearsal, violations, await savedInNight(rehearsal))),
      '--html',
      html.force,
    );
  if (json) printJson(rehearsal, found);
  else printText(rehearsal, violations, found);
  return violations.length > 0 || wentWrong(rehearsal) ? 1 : 0;
};
