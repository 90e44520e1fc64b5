// The verbs of `control`: each answers, whatever is asked.
import { assertNever } from '#core/errors.ts';
import type { DefinitionVersion, VersionSummary } from '#definition/versions/version.ts';
import { type Answer, refuse } from './answer.ts';
import { applyFile } from './apply.ts';
import { standingIn, toGrantedAccess } from './granted.ts';
import { historyOf } from './history.ts';
import type { ControlPorts } from './ports.ts';
import { refreshCalendars } from './refresh.ts';
import type { Caller, ControlRequest, RequestOf } from './request.ts';
import { setSchedules } from './set-schedules.ts';

const summaryOf = ({
  yaml: _yaml,
  content: _content,
  environment: _name,
  ...summary
}: DefinitionVersion): VersionSummary => summary;

const unknownVersion = (environment: string, version: number | undefined): Answer =>
  refuse(
    'unknown-version',
    version === undefined
      ? `${environment} has no definition yet: curfew deploy FILE`
      : `${environment} has no version ${version}: curfew history ${environment} lists them`,
  );

/** With its texts; undefined if there is none of that number. */
const versionOf = async (environment: string, version: number | undefined, { versions }: ControlPorts) => {
  const pin =
    version === undefined ? await versions.current(environment) : await versions.summary(environment, version);
  return pin && versions.read(environment, pin);
};

const current = async ({ environment }: RequestOf<'current'>, ports: ControlPorts): Promise<Answer> => {
  const [found, item] = await Promise.all([
    versionOf(environment, undefined, ports),
    ports.versions.granted(environment),
  ]);
  const { granted, owner, stack } = standingIn(item);
  return {
    kind: 'current',
    ...(found ? { version: { ...summaryOf(found), yaml: found.yaml, content: found.content } } : {}),
    ...(granted ? { granted } : {}),
    owner,
    ...(stack === undefined ? {} : { stack }),
  };
};

const show = async ({ environment, version }: RequestOf<'show'>, ports: ControlPorts): Promise<Answer> => {
  const found = await versionOf(environment, version, ports);
  return found ? { kind: 'shown', version: summaryOf(found), yaml: found.yaml } : unknownVersion(environment, version);
};

/** An old version is not made current again: its file is applied anew, and checked like any other. */
const again = async (request: RequestOf<'again'>, caller: Caller, ports: ControlPorts): Promise<Answer> => {
  const { environment, version, why, basedOn, forget, alsoIn } = request;
  const found = await versionOf(environment, version, ports);
  if (!found) return unknownVersion(environment, version);
  const file = `v${version} of ${environment}`;
  const reason = why ?? `v${version} again`;
  return applyFile(
    { environment, yaml: found.yaml, file, why: reason, basedOn, forget, caller, alsoIn: alsoIn ?? found.alsoIn },
    ports,
  );
};

const adopt = async ({ environment, owner }: RequestOf<'adopt'>, ports: ControlPorts): Promise<Answer> => {
  const item = await ports.versions.granted(environment);
  const standing = standingIn(item);
  if (owner === 'stack' && standing.stack === undefined)
    return refuse(
      'owner',
      `no stack has delivered a definition of ${environment} yet: deploy one with \`owner: stack\``,
    );
  const { adopted: _before, ...others } = standing;
  const next = { ...others, owner, ...(owner === 'cli' && standing.stack ? { adopted: true as const } : {}) };
  const at = ports.runtime.now().toISOString();
  await ports.versions.putGranted(environment, toGrantedAccess({ standing: next, template: item?.template ?? '', at }));
  return { kind: 'adopted', owner, ...(standing.stack === undefined ? {} : { stack: standing.stack }) };
};

const schedules = async ({ environment }: RequestOf<'schedules'>, ports: ControlPorts): Promise<Answer> => {
  const found = await versionOf(environment, undefined, ports);
  if (!found) return unknownVersion(environment, undefined);
  return { kind: 'schedules', ...(await setSchedules(ports.definitionIn(found), ports)) };
};

export const carryOut = async (request: ControlRequest, caller: Caller, ports: ControlPorts): Promise<Answer> => {
  switch (request.verb) {
    case 'apply':
      return applyFile({ ...request, caller }, ports);
    case 'again':
      return again(request, caller, ports);
    case 'adopt':
      return adopt(request, ports);
    case 'current':
      return current(request, ports);
    case 'history':
      return { kind: 'history', versions: await historyOf(request.environment, request.limit, ports) };
    case 'show':
      return show(request, ports);
    case 'schedules':
      return schedules(request, ports);
    case 'refresh-calendars':
      return (
        (await refreshCalendars(request.environment, caller, ports)) ?? unknownVersion(request.environment, undefined)
      );
    default:
      return assertNever(request);
  }
};
