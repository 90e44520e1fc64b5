import { Argument, Command, Option } from 'commander';
import type { Action } from '#core/action.ts';
import type { PlanOptions } from '../live/show-plan.ts';
import { verboseMeans } from '../live/site-options.ts';
import { onlyMeans, onlyOf } from '../live/text-options.ts';

const help = `
The plan is made from AWS as it is now, with your credentials. It also warns (⚠) of backup and maintenance windows in the
downtime, and of jobs that run in a cluster to be stopped. With --rehearsal, which needs no account, it is made from the simulated
AWS: everything up before a stop, everything stopped before a start.

A stage is a group of resources that can start, or stop, at the same time. A gate is a resource that is checked, never changed.

Exits with 1 if something in the plan is refused.

Examples:
  curfew plan staging stop
  curfew plan staging stop --rehearsal
  curfew plan ./my-environment.yaml start --rehearsal
  curfew plan staging stop --scenario sim/scenarios/replica.yaml
  curfew plan staging start --json
  curfew plan staging start --only scoring`;

const actions: readonly Action[] = ['start', 'stop'];

export const planCommand = (): Command =>
  new Command('plan')
    .description('print the ordered plan of a start or a stop; nothing is changed')
    .argument('<definition>', 'name of an environment, or path of a file')
    .addArgument(new Argument('<action>', 'what to plan: start or stop').choices(actions))
    .addOption(new Option('--rehearsal', 'plan on the simulated AWS: no account, no network').conflicts('live'))
    .addOption(
      new Option('--scenario <file>', 'plan on the simulated AWS as a scenario file sets it up')
        .conflicts('live')
        .implies({ rehearsal: true }),
    )
    // What the default is now.
    .addOption(new Option('--live', 'plan on AWS as it is now (the default)').hideHelp())
    .option('--only <names>', onlyMeans.plan, onlyOf)
    .option('--region <region>', "AWS region (default: the definition's)")
    .option('--profile <name>', 'profile in the AWS configuration files (default: the usual AWS credentials)')
    .option('--verbose', verboseMeans)
    .option('--json', 'print the plan as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, action: Action, options: PlanOptions) => {
      const { showPlan } = await import('../live/show-plan.ts');
      process.exitCode = await showPlan(name, action, options);
    });
