import { Argument, Command, Option } from 'commander';
import type { Action } from '#core/action.ts';
import type { Plan } from '#run/plan/plan.ts';
import { print } from '../terminal/output.ts';

type Options = {
  readonly json?: true;
  readonly scenario?: string;
  readonly live?: true;
  readonly region?: string;
  readonly profile?: string;
};

const help = `
The world is the simulated AWS: everything up before a stop, everything stopped by Curfew before a start. With --live it is
AWS as it is now, looked at with your credentials; then it also warns (⚠) of backup and maintenance windows in the downtime, and of jobs that run in a cluster to be stopped.
Exits with 1 when something in the plan is refused.

Examples:
  curfew plan staging stop
  curfew plan ./my-environment.yaml start
  curfew plan staging stop --scenario sim/scenarios/replica.yaml
  curfew plan staging stop --live
  curfew plan staging start --json`;

const actions: readonly Action[] = ['start', 'stop'];

// The adapters come with the AWS SDK: whoever asks for help or has mistyped does not wait for that.
type Planned = { readonly plan: Plan; readonly warnings: readonly string[] };

const inSimulation = async (name: string, action: Action, scenario: string | undefined): Promise<Planned> => {
  const { plannedNight } = await import('../night/chosen-night.ts');
  const { definitionFor } = await import('../files/environments.ts');
  const night = plannedNight(definitionFor(name), scenario);
  const { planInSimulation } = await import('#sim/rehearsal.ts');
  const plan = await planInSimulation(night, action);
  return { plan, warnings: plan.warnings ?? [] };
};

const live = async (name: string, action: Action, options: Options): Promise<Planned> => {
  const { definitionAmongOthers } = await import('../files/environments.ts');
  const definition = definitionAmongOthers(name);
  const { inAws } = await import('../live/aws-site.ts');
  const { planNow } = await import('#run/plan/plan-run.ts');
  const { windowWarnings } = await import('../live/window-warnings.ts');
  return inAws(
    definition,
    options,
  )(async ({ ports, windows }) => {
    const [plan, found] = await Promise.all([
      planNow(action, definition.environment, ports),
      windows(definition.resources),
    ]);
    const windowsMissed = windowWarnings(definition, found, ports.runtime.now().getTime());
    return { plan, warnings: [...(plan.warnings ?? []), ...windowsMissed] };
  });
};

export const planCommand = (): Command =>
  new Command('plan')
    .description('print the ordered plan of a start or a stop with a reason per resource; nothing is changed')
    .argument('<definition>', 'name of an environment, or path of a file')
    .addArgument(new Argument('<action>', 'what to plan: start or stop').choices(actions))
    .addOption(
      new Option('--scenario <file>', 'take the world of the simulated AWS from a scenario file').conflicts('live'),
    )
    .option('--live', 'look at AWS instead of the simulated AWS')
    .option('--region <region>', "AWS region, with --live (default: the definition's)")
    .option('--profile <name>', 'profile of the AWS configuration files, with --live')
    .option('--json', 'print the plan as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, action: Action, options: Options) => {
      const { plan, warnings } = await (options.live
        ? live(name, action, options)
        : inSimulation(name, action, options.scenario));
      const { planTable } = await import('../tables/plan-table.ts');
      const { definitionFor } = await import('../files/environments.ts');
      const { retryPolicy, retryRule } = await import('#definition/schedule/retry.ts');
      const definition = definitionFor(name);
      const rule = retryRule(definition, action);
      const { environment, stages, items, orphans = [] } = plan;
      if (options.json)
        print(
          JSON.stringify({
            environment,
            action,
            stages,
            retry: retryPolicy(definition, action) ?? null,
            orphans,
            resources: items,
            warnings,
          }),
        );
      else for (const line of [...planTable(plan, warnings), ...(rule ? [`  ${rule}`] : [])]) print(line);
      if (items.some(({ decision }) => decision === 'refuse')) process.exitCode = 1;
    });
