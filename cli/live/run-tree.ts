// A run in progress: its stages, and the state of every resource and since when. Pure.
import type { Lease, ResourceProgress, RunProgress } from '#core/run.ts';
import { shortTime } from '../terminal/local-time.ts';
import { duration, styled } from '../terminal/output.ts';
import { clipped, padded } from '../terminal/text-width.ts';

type TreeSize = { readonly columns: number; readonly rows: number };

const looks: Record<ResourceProgress['state'], readonly [mark: string, color: Parameters<typeof styled>[0]]> = {
  waiting: ['·', 'dim'],
  moving: ['◐', 'cyan'],
  done: ['✓', 'green'],
  skipped: ['–', 'dim'],
  failed: ['✗', 'red'],
  refused: ['✗', 'red'],
  blocked: ['⊘', 'yellow'],
};

const isSettled = ({ state }: ResourceProgress): boolean => state !== 'waiting' && state !== 'moving';

const timeOf = (one: ResourceProgress, nowMs: number): string => {
  const { state, since, endedAt } = one;
  if (since === undefined || state === 'skipped') return '';
  return duration(((isSettled(one) ? (endedAt ?? nowMs) : nowMs) - since) / 1_000);
};

const lookText = ({ state, reason = '', expectedSeconds }: ResourceProgress): string =>
  state === 'moving' && expectedSeconds !== undefined
    ? `${reason} · recently at least ${duration(expectedSeconds)}`
    : reason;

const resourceLine = (one: ResourceProgress, nameWidth: number, nowMs: number): string => {
  const [mark, color] = looks[one.state];
  const time = padded(timeOf(one, nowMs), 12);
  return `    ${styled(color, mark)} ${padded(one.resource, nameWidth)}  ${padded(one.state, 8)} ${time}${styled('dim', lookText(one))}`;
};

const bar = (share: number, width: number): string => {
  const done = Math.round(share * width);
  return `${styled('cyan', '█'.repeat(done))}${styled('dim', '░'.repeat(width - done))}`;
};

const byStage = ({ resources }: RunProgress): readonly (readonly [stage: number, readonly ResourceProgress[]])[] =>
  [...Map.groupBy(resources, ({ stage }) => stage)].toSorted(([a], [b]) => a - b);

/** What is moving or went wrong is never left out for want of room; what is settled is counted instead. */
const stageLines = (
  [stage, resources]: readonly [number, readonly ResourceProgress[]],
  of: { readonly stages: number; readonly nameWidth: number; readonly nowMs: number; readonly brief: boolean },
): string[] => {
  const settled = resources.filter(isSettled);
  const head = `  stage ${stage} of ${of.stages}  ${styled('dim', `${settled.length} of ${resources.length} settled`)}`;
  const isNews = ({ state }: ResourceProgress): boolean => !['waiting', 'done', 'skipped'].includes(state);
  const shown = of.brief ? resources.filter(isNews) : resources;
  return [head, ...shown.map((one) => resourceLine(one, of.nameWidth, of.nowMs))];
};

const headLines = ({ run, action }: Lease, progress: RunProgress, timeZone: string, nowMs: number): string[] => {
  const { resources, startedAt } = progress;
  const settled = resources.filter(isSettled).length;
  const share = resources.length === 0 ? 0 : settled / resources.length;
  const verb = action === 'start' ? 'starting' : 'stopping';
  const since = `${verb} for ${duration((nowMs - startedAt) / 1_000)}, since ${shortTime(startedAt, timeZone)}`;
  return [`${styled('bold', run)}  ${since}`, `  ${bar(share, 30)} ${settled} of ${resources.length} settled`, ''];
};

/** The lines of one frame, none wider than the terminal and no more than it has; the last says how to come back. */
export const runTree = (lease: Lease, timeZone: string, nowMs: number, { columns, rows }: TreeSize): string[] => {
  const { progress } = lease;
  if (!progress) return [`${styled('bold', lease.run)}  has begun and is reading the environment`];
  const stages = byStage(progress);
  const nameWidth = Math.max(0, ...progress.resources.map(({ resource }) => resource.length));
  const lines = (brief: boolean) => [
    ...headLines(lease, progress, timeZone, nowMs),
    ...stages.flatMap((one) => stageLines(one, { stages: stages.length, nameWidth, nowMs, brief })),
  ];
  const whole = lines(false);
  const fitting = whole.length < rows ? whole : lines(true);
  const cut = fitting.length < rows ? fitting : [...fitting.slice(0, Math.max(1, rows - 2)), styled('dim', '    …')];
  return cut.map((line) => clipped(line, columns));
};
