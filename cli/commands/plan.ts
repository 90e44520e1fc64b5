import { Argument, Command, InvalidArgumentError } from 'commander';
import type { Action } from '#domain/definition.ts';
import { print } from '../output.ts';

type Options = { readonly json?: true; readonly scenario?: string };

const help = `
The world is the simulated AWS: everything up before a stop, everything stopped by Curfew before a start.
Exits with 1 when something in the plan is refused.

Examples:
  curfew plan staging stop
  curfew plan ./my-environment.yaml start
  curfew plan staging stop --scenario sim/scenarios/replica.yaml
  curfew plan staging start --json`;

const actions: readonly Action[] = ['start', 'stop'];

const actionOf = (text: string): Action => {
  const action = actions.find((one) => one === text);
  if (!action) throw new InvalidArgumentError('It is start or stop, as in: curfew plan staging stop');
  return action;
};

export const planCommand = (): Command =>
  new Command('plan')
    .description('print the ordered plan of a start or a stop with a reason per resource; nothing is changed')
    .argument('<definition>', 'name of an environment, or path of a file')
    .addArgument(new Argument('<action>', 'what to plan: start or stop').argParser(actionOf))
    .option('--scenario <file>', 'take the world of the simulated AWS from a scenario file')
    .option('--json', 'print the plan as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, action: Action, { json, scenario }: Options) => {
      // The adapters come with the AWS SDK: whoever asks for help or has mistyped does not wait for that.
      const { plannedNight } = await import('../chosen-night.ts');
      const { definitionFor } = await import('../environments.ts');
      const night = plannedNight(definitionFor(name), scenario);
      const { planInSimulation } = await import('#sim/rehearsal.ts');
      const { planTable } = await import('../plan-table.ts');
      const plan = await planInSimulation(night, action);
      const { environment, stages, items } = plan;
      if (json) print(JSON.stringify({ environment, action, stages, resources: items }));
      else for (const line of planTable(plan)) print(line);
      if (items.some(({ decision }) => decision === 'refuse')) process.exitCode = 1;
    });
