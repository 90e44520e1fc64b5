// The site in the simulated AWS: a night is played up to a moment, and the command takes part in it from there.

import { readChangeCalendar } from '#core/aws/change-calendar.ts';
import { askFunction, invokeFunction } from '#core/aws/invoke.ts';
import { invocableNameOf } from '#core/deployed.ts';
import { InputError } from '#core/errors.ts';
import { offsetTime } from '#core/offset-time.ts';
import { costExplorerOf } from '#costs/cost-explorer.ts';
import { keptSpent } from '#costs/kept-spent.ts';
import type { Definition } from '#definition/definition.ts';
import { dynamoReadVersions } from '#definition/versions/dynamodb-reading.ts';
import { sizesOf } from '#kinds/sizes.ts';
import { windowsOf } from '#kinds/windows.ts';
import type { Invocation } from '#sim/aws/simulated-aws.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { type Simulation, simulation } from '#sim/simulation.ts';
import { setTimeline } from '#sim/timeline.ts';
import type { Traced } from '#sim/trace.ts';
import { type DeployedVersions, filesCompared } from './definition-status.ts';
import { rehearsedControl } from './rehearsed-control.ts';
import type { Site, WithSite } from './site.ts';
import { switchOf } from './switch.ts';
import { person } from './text-options.ts';

export type Moment = {
  /** The file that is deployed there, for whoever asks `control`. */
  readonly deployed?: () => string;
  /** Epoch milliseconds; the beginning or the end of the night where none is given. */
  readonly at?: number;
  readonly otherwise: 'beginning' | 'end';
  /** Called before virtual time jumps: how a terminal is given time to show something. */
  readonly onAdvance?: (nextMs: number) => void | Promise<void>;
  /** Called with every event, including the command's own calls. */
  readonly onLine?: (line: Traced) => void;
};

const momentIn = ({ fromMs, toMs, definition }: Scenario, { at, otherwise }: Moment): number => {
  if (at === undefined) return otherwise === 'beginning' ? fromMs : toMs;
  if (at >= fromMs && at <= toMs) return at;
  const [from, to] = [fromMs, toMs].map((ms) => offsetTime(ms, definition.timeZone));
  throw new InputError(`--at: the rehearsed night is from ${from} to ${to}`);
};

/** What the night began with is no file: it is stored as the definition itself. */
const sidesIn =
  (definition: Definition): DeployedVersions['sides'] =>
  (stored, text) => {
    const content = stored.content as { readonly resources: unknown };
    return Array.isArray(content.resources)
      ? [content, JSON.parse(JSON.stringify(definition))]
      : filesCompared(stored, text);
  };

const siteIn = ({ scenario, clock, dependencies, parts }: Simulation, { deployed }: Moment): Site => {
  const { definition } = scenario;
  const invocation: Invocation = { function: 'person', action: 'start', dead: false, onDeath: () => {} };
  const own = parts(invocation);
  const { clients } = own;
  const { lambda, dynamodb } = clients;
  let control: Site['control'] | undefined;
  const nameOf = (name: Parameters<Site['invoke']>[0]) => invocableNameOf(definition.environment, name);
  return {
    definition,
    ports: dependencies(invocation),
    sizes: sizesOf(clients),
    costs: {
      kept: keptSpent(dynamodb, own.configuration.tableName),
      ask: costExplorerOf(clients.clientOf),
    },
    readChangeCalendar: readChangeCalendar(clients.ssm),
    windows: windowsOf(clients),
    invoke: (name, event) => invokeFunction(lambda)(nameOf(name), event),
    ask: (name, event) => askFunction(lambda)(nameOf(name), event),
    control(request) {
      const { environment } = definition;
      control ??= rehearsedControl(own, { environment, deployed: deployed?.() ?? '', by: person(undefined) });
      return control(request);
    },
    versions: { ...dynamoReadVersions(dynamodb, own.configuration.tableName), sides: sidesIn(definition) },
    setSwitch: switchOf(clients.ssm, definition.environment),
    account: async () => undefined,
    checkTable: async () => {},
    isSimulated: true,
    pause: (ms) => clock.sleepUntil(clock.nowMs() + ms),
    place: 'the simulated AWS',
    toWatch: 'A rehearsal keeps nothing: --follow shows the whole run.',
  };
};

/** Time passes only while `use` waits for something. */
export const playedTo = async <T>(
  scenario: Scenario,
  moment: Moment,
  use: (stage: Simulation) => Promise<T>,
): Promise<T> => {
  const { onLine } = moment;
  const stage = simulation(scenario, onLine ? { onLine } : {});
  const { clock } = stage;
  const at = momentIn(scenario, moment);
  setTimeline(stage);
  clock.at(at, () => {});
  await clock.run(() => clock.nowMs() >= at);
  let isOver = false;
  const used = use(stage).finally(() => {
    isOver = true;
  });
  // Its error is thrown below; until then it is not handled.
  used.catch(() => {});
  await clock.run(() => isOver, moment.onAdvance);
  return used;
};

export const inRehearsal =
  (scenario: Scenario, moment: Moment): WithSite =>
  (use) =>
    playedTo(scenario, moment, (stage) => use(siteIn(stage, moment)));
