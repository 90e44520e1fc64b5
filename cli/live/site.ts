// An environment that commands act on: in AWS, or in the simulated AWS. The commands cannot distinguish them.

import type { Action } from '#core/action.ts';
import type { ReadChangeCalendar } from '#core/aws/change-calendar.ts';
import type { spentIn } from '#costs/cost-explorer.ts';
import type { KeptSpent } from '#costs/kept-spent.ts';
import type { Definition } from '#definition/definition.ts';
import type { Answer } from '#functions/control/answer.ts';
import type { sizesOf } from '#kinds/sizes.ts';
import type { windowsOf } from '#kinds/windows.ts';
import type { Beginning, Dependencies } from '#run/dependencies.ts';
import type { DeployedVersions } from './definition-status.ts';

/** Whose environment it is, as AWS says. */
export type Account = { readonly id: string; readonly alias?: string };

type Costs = { readonly kept: KeptSpent; readonly ask: ReturnType<typeof spentIn> };

export type Site = {
  readonly definition: Definition;
  /** A run that is made here works by the definition that is given here. */
  readonly ports: Dependencies & Beginning;
  /** What the resources use while they are up. */
  readonly sizes: ReturnType<typeof sizesOf>;
  /** What an environment did cost, as Cost Explorer and the state table know it. */
  readonly costs: Costs;
  /** Of the account and region. */
  readonly readChangeCalendar: ReadChangeCalendar;
  /** When AWS backs them up and maintains them. */
  readonly windows: ReturnType<typeof windowsOf>;
  /** Starts a function without waiting for it. */
  readonly invoke: (name: Action | 'reconcile', event: unknown) => Promise<void>;
  /** Waits for what the function answers; for what ends within seconds. */
  readonly ask: (name: Action, event: unknown) => Promise<unknown>;
  /** Asks `control`: a request without its environment. */
  readonly control: (request: object) => Promise<Answer>;
  /** What is deployed, as the table has it. */
  readonly versions: DeployedVersions;
  /** Pauses the schedule of the environment by its runtime switch, or lets it act again. */
  readonly setSwitch: (isOn: boolean) => Promise<void>;
  /** Whose account it is; nothing of the simulated AWS. */
  readonly account: () => Promise<Account | undefined>;
  /** Throws within a second or so where there are no credentials, no network, or no state table. */
  readonly checkTable: () => Promise<void>;
  /** Whether it is the simulated AWS: all output about it is marked. */
  readonly isSimulated: boolean;
  /** Waits in the site's own time. */
  readonly pause: (ms: number) => Promise<void>;
  /** Where it is, for people: `us-east-1`, `the simulated AWS`. */
  readonly place: string;
  /** How to watch a run in progress there, for people. */
  readonly toWatch: string;
};

/** Opens the site, lets `use` work with it, and closes it. */
export type WithSite = <T>(use: (site: Site) => Promise<T>) => Promise<T>;
