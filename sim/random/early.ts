// Some random environments have early dependencies, and a past that tells of them: usual times, a drift, or nothing that is true.
// Drawn apart from the rest of a night, which stays as it is without them.
import { offsetTime } from '#core/offset-time.ts';
import type { Report } from '#core/report.ts';
import type { Definition } from '#definition/definition.ts';
import type { Resource } from '#kinds/resource.ts';
import { earlyOf } from '#kinds/resource.ts';
import type { ResourceWorld, Scenario } from '../scenario/scenario.ts';
import { type Chance, seededChance } from './chance.ts';
import { pick } from './choice.ts';

const dayMs = 24 * 3_600_000;
/** Far from the seeds of nights, so that no two draws go together. */
const apart = 7_000_003;

const withEarly = (one: Resource, chance: Chance): Resource => {
  if (one.dependsOn.length === 0 || earlyOf(one.kind) === undefined) return one;
  const early = one.dependsOn.filter(() => chance.happens('is early', 0.7));
  return early.length > 0 ? { ...one, early } : one;
};

/** As soon as it runs, sooner than anybody can know, long after, or never. */
const needAt = (chance: Chance): number | 'running' | 'never' =>
  pick(chance, 'needs it', ['running', 'running', chance.integer('needs it after', 1, 120), 'never' as const]);

/** What somebody takes away for good is needed by nobody: it would never come up. */
const isAlwaysThere = ({ definition, world, timeline }: Scenario, name: string): boolean =>
  world[name]?.desired !== 0 &&
  world[name]?.missing !== true &&
  definition.resources.every((one) => one.name !== name || (!one.optional && one.leaveAlone === undefined)) &&
  !timeline.some((entry) => (entry.do === 'set' || entry.do === 'scale') && entry.resource === name);

const needsOf = ({ early = [], kind }: Resource, night: Scenario, chance: Chance): ResourceWorld => {
  if (kind !== 'ecs-service') return {};
  const needs = early
    .filter((name) => isAlwaysThere(night, name))
    .flatMap((name) => {
      const at = needAt(chance);
      return at === 'never' ? [] : [[name, at] as const];
    });
  return needs.length > 0 ? { needs: Object.fromEntries(needs) } : {};
};

/** What a start of it took, about; of what the world does not say somewhere within what the simulated AWS draws. */
const usualSeconds = ({ kind }: Resource, { startMinutes }: ResourceWorld, chance: Chance): number => {
  if (startMinutes !== undefined) return startMinutes * 60;
  return kind === 'ecs-service' ? chance.between('usual start', 60, 240) : chance.between('usual start', 120, 700);
};

const startOf = (
  { environment, timeZone }: Pick<Definition, 'environment' | 'timeZone'>,
  endedMs: number,
  took: ReadonlyMap<Resource, number>,
): Report => {
  const longest = Math.max(...took.values());
  const at = new Date(endedMs - longest * 1_000).toISOString();
  return {
    kind: 'curfew-report',
    version: 1,
    run: `${environment}-start-${at.replaceAll(/[-:]|\.\d+/g, '')}`,
    environment,
    action: 'start',
    outcome: 'done',
    reason: 'as planned',
    requestedBy: 'schedule',
    scheduledTime: at,
    startedAt: offsetTime(Date.parse(at), timeZone),
    endedAt: offsetTime(endedMs, timeZone),
    seconds: longest,
    criticalPath: [],
    criticalPathSeconds: longest,
    resources: [...took].map(([{ name, kind }, seconds]) => ({
      resource: name,
      kind,
      stage: 1,
      outcome: 'done',
      reason: 'up',
      seconds,
      ...(kind === 'ecs-service' ? { ranAfterSeconds: Math.floor(seconds * 0.55) } : {}),
    })),
    alarmsMuted: [],
    warnings: [],
  };
};

/** Starts of the mornings before, newest last. */
const earlierStarts = ({ definition, fromMs, world }: Scenario, chance: Chance): Report[] => {
  const usual = new Map(
    definition.resources.map((one) => [one, usualSeconds(one, world[one.name] ?? {}, chance)] as const),
  );
  // What took longer, or less, and still does: the past is half, or twice, of what is.
  const off = chance.happens('the past misleads', 0.3) ? chance.between('how far', 0.4, 2) : 1;
  const count = chance.integer('earlier starts', 0, 10);
  return Array.from({ length: count }, (_, index) => {
    const took = new Map(
      [...usual].map(([one, seconds]) => [one, Math.round(seconds * off * chance.between('that morning', 0.9, 1.1))]),
    );
    return startOf(definition, fromMs - (count - index - 0.5) * dayMs, took);
  });
};

/** The same night with early dependencies, if chance wants some; nobody edits the definition in it. */
export const withEarlyDependencies = (drawn: Scenario): Scenario => {
  const chance = seededChance(drawn.seed + apart);
  if (!chance.happens('has early dependencies', 0.25)) return drawn;
  const night = { ...drawn, timeline: drawn.timeline.filter((entry) => entry.do !== 'redefine') };
  const resources = night.definition.resources.map((one) => withEarly(one, chance));
  if (!resources.some(({ early }) => early)) return drawn;
  const definition = { ...night.definition, resources };
  const world = { ...night.world };
  for (const one of resources) {
    const needs = needsOf(one, night, chance);
    if (needs.needs) world[one.name] = { ...world[one.name], ...needs };
  }
  return { ...night, definition, world, earlier: earlierStarts({ ...night, definition }, chance) };
};
