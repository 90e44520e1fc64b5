// Makes a file the definition of its environment: everything is checked before anything is written, and one write decides.
import { InputError } from '#core/errors.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Definition } from '#definition/definition.ts';
import { type AlsoIn, alsoInProblem, isSameAlsoIn, keptAlsoIn } from '#definition/shared-things.ts';
import { contentHash } from '#definition/versions/content.ts';
import type { CurrentVersion, VersionSummary } from '#definition/versions/version.ts';
import { readYaml } from '#definition/yaml-file.ts';
import { type Applied, type Refusal, refuse, type SchedulesSet } from './answer.ts';
import { type CalendarRead, withChangeCalendars } from './change-calendars.ts';
import { abandonedBy, checkFile, isRefusal, memoryRefusal, rightsRefusal } from './check.ts';
import { accessHash, type Standing, standingIn } from './granted.ts';
import type { ControlPorts } from './ports.ts';
import type { Caller } from './request.ts';
import { setSchedules } from './set-schedules.ts';

type Wish = {
  readonly environment: string;
  readonly yaml: string;
  readonly file: string;
  readonly why?: string | undefined;
  readonly basedOn?: number | undefined;
  readonly forget: boolean;
  readonly dryRun?: boolean;
  readonly caller: Caller;
  /** As far as the caller can tell; who cannot tell leaves it as it is. */
  readonly alsoIn?: AlsoIn | undefined;
  /** The stack delivers it: it owns the definition, and grants what it needs. */
  readonly byStack?: boolean;
};

const quoted = (why: string | undefined): string => (why === undefined ? '' : ` ("${why}")`);

const conflictRefusal = (
  current: VersionSummary | undefined,
  basedOn: number | undefined,
  timeZone: string,
): Refusal => {
  const seen = basedOn === undefined ? 'no version' : `v${basedOn}`;
  if (!current) return refuse('conflict', `this change is based on ${seen}, and there is no version yet`);
  const at = offsetTime(Date.parse(current.at), timeZone);
  return refuse(
    'conflict',
    `v${current.version} was applied by ${current.by} at ${at}${quoted(current.why)} meanwhile, and this change is based on ${seen}: see what differs now (curfew diff FILE), then apply again`,
    { current },
  );
};

const ownerRefusal = ({ owner, stack }: Standing, environment: string): Refusal | undefined =>
  owner === 'cli'
    ? undefined
    : refuse(
        'owner',
        `the definition of ${environment} belongs to the stack ${stack ?? '(unknown)'}: change its file there and deploy it. To take it over: curfew adopt ${environment} --owner cli`,
      );

type Before = {
  readonly current: CurrentVersion | undefined;
  readonly definition: Definition | undefined;
  readonly yaml: string;
  readonly alsoIn: AlsoIn | undefined;
  readonly standing: Standing;
};

export const readBefore = async (environment: string, { versions, definitionIn }: ControlPorts): Promise<Before> => {
  const [current, granted] = await Promise.all([versions.current(environment), versions.granted(environment)]);
  const stored = current && (await versions.read(environment, current));
  return {
    current,
    definition: stored && definitionIn(stored),
    yaml: stored?.yaml ?? '',
    alsoIn: stored?.alsoIn,
    standing: standingIn(granted),
  };
};

/** Another account or region would be another environment, with nothing of this one in it. */
const placeRefusal = (before: Definition | undefined, after: Definition): Refusal | undefined =>
  before === undefined || before.region === after.region
    ? undefined
    : refuse(
        'invalid',
        `${after.environment} is in ${before.region}, and its region cannot be changed to ${after.region}`,
      );

const applied = (
  kind: Applied['kind'],
  { version, hash }: { readonly version: number; readonly hash: string },
  schedules: SchedulesSet,
  forgotten: readonly string[] = [],
): Applied => ({ kind, version, hash, ...schedules, ...(forgotten.length > 0 ? { forgotten } : {}) });

export const store = async (
  wish: Wish,
  definition: Definition,
  content: unknown,
  before: Before,
  ports: ControlPorts,
) => {
  const { environment, yaml, why, caller } = wish;
  const alsoIn = wish.alsoIn ?? keptAlsoIn(definition, before.alsoIn);
  const next = {
    ...{ yaml, content, ...caller },
    ...(why === undefined ? {} : { why }),
    ...(Object.keys(alsoIn).length === 0 ? {} : { alsoIn }),
    at: ports.runtime.now().toISOString(),
    access: accessHash(definition),
  };
  try {
    return await ports.versions.put(environment, next, before.current?.version);
  } catch (error) {
    if (error instanceof InputError) return refuse('too-large', error.message);
    throw error;
  }
};

/** Whoever applies is told what could not be read; without any days it would start on days that are closed. */
const unreadRefusal = (definition: Definition, unread: readonly CalendarRead[]): Refusal | undefined => {
  const [never] = definition.calendars.filter(({ isUnread }) => isUnread);
  if (!never) return undefined;
  const why = unread.find(({ calendar }) => calendar === never.name)?.unread ?? 'it was not read';
  return refuse('invalid', `calendars.${never.name}: ${why}`);
};

type Filled = Wish & { readonly unread: readonly CalendarRead[] };

const applyFilled = async (wish: Filled, before: Before, ports: ControlPorts): Promise<Applied | Refusal> => {
  const { environment, basedOn } = wish;
  const definition = checkFile(wish.yaml, wish.file, environment);
  if (isRefusal(definition)) return definition;
  const { content } = readYaml(wish.yaml);
  const { current } = before;
  const owned = wish.byStack ? undefined : ownerRefusal(before.standing, environment);
  if (owned) return owned;
  // What is shared is in no file: where it is news, the same file is a version of its own.
  if (current?.hash === contentHash(content) && isSameAlsoIn(before.alsoIn, wish.alsoIn))
    return applied('same', current, wish.dryRun ? { schedules: 'set' } : await setSchedules(definition, ports));
  if (basedOn !== undefined && basedOn !== current?.version)
    return conflictRefusal(
      current && (await ports.versions.summary(environment, current.version)),
      basedOn,
      definition.timeZone,
    );
  const refusal =
    placeRefusal(before.definition, definition) ??
    (wish.byStack ? undefined : rightsRefusal(definition, before.standing)) ??
    unreadRefusal(definition, wish.unread);
  if (refusal) return refusal;
  const abandoned = abandonedBy(before.definition, definition, await ports.state.memories(environment));
  const lost = wish.forget ? undefined : memoryRefusal(abandoned, definition);
  if (lost) return lost;
  if (wish.dryRun)
    return applied(
      'would-apply',
      { version: (current?.version ?? 0) + 1, hash: contentHash(content) },
      { schedules: 'set' },
    );
  const put = await store(wish, definition, content, before, ports);
  if (put.kind === 'refused') return put;
  if (put.kind === 'conflict') return conflictRefusal(put.current, current?.version, definition.timeZone);
  for (const { memory } of abandoned) await ports.state.forget(environment, memory.resource, memory.run);
  const forgotten = abandoned.map(({ memory }) => memory.resource);
  return applied('applied', put, await setSchedules(definition, ports), forgotten);
};

/** Whatever is wrong is answered; what cannot be read or written throws. */
export const applyFile = async (wish: Wish, ports: ControlPorts): Promise<Applied | Refusal> => {
  const { environment } = wish;
  const definition = checkFile(wish.yaml, wish.file, environment);
  if (isRefusal(definition)) return definition;
  const misfit = alsoInProblem(definition, wish.alsoIn);
  if (misfit !== undefined) return refuse('invalid', misfit);
  const before = await readBefore(environment, ports);
  const filled = await withChangeCalendars(wish.yaml, {
    ...{ definition, before: before.definition, now: ports.runtime.now() },
    read: ports.readChangeCalendar,
  });
  const unread = filled.read.filter((one) => one.unread !== undefined);
  const answer = await applyFilled({ ...wish, yaml: filled.yaml, unread }, before, ports);
  if (answer.kind === 'refused' || unread.length === 0) return answer;
  const calendars = unread.map((one) => `${one.calendar}: ${one.unread}; its days are those that were known`);
  return { ...answer, calendars };
};
