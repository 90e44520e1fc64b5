import { Command, InvalidArgumentError, Option } from 'commander';
import { type StackName, stacks } from '#run/deployment/guard-plan.ts';
import type { DeployGuardOptions } from '../live/deploy-by-hand.ts';
import { withSiteOptions } from '../live/site-options.ts';
import { byOf, person } from '../live/text-options.ts';

const help = `
Holds the environment's lease while the command runs, so that no start or stop happens during a deployment. It is refused while a
run is in progress. A deployment of the data stack is refused while a database is not available: CloudFormation fails on a stopped
database and cannot roll back. With --start the environment is started first and stopped afterwards. After the deployment,
reconcile does at once what became due meanwhile.

The default command is: npx cdk deploy ENV/STACK… --exclusively

Exits with 1 when the deployment was refused or failed.

Examples:
  curfew deploy-guard staging --stacks workloads,operations
  curfew deploy-guard staging --stacks data --start
  curfew deploy-guard staging --stacks data --check
  curfew deploy-guard staging --stacks data --check --json | jq -r .outcome
  curfew deploy-guard staging --release
  curfew deploy-guard staging --stacks data -- npx cdk deploy staging/data --exclusively --require-approval never
  curfew deploy-guard staging --stacks data --start --rehearsal --at 2026-11-16T23:00-03:00`;

const isStack = (name: string): name is StackName => stacks.some((stack) => stack === name);

const stacksOf = (text: string): StackName[] => {
  const names = text.split(',').map((name) => name.trim());
  const [unknown] = names.filter((name) => !isStack(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`${unknown || 'nothing'} is none of ${stacks.join(', ')}.`);
  return names.filter(isStack);
};

export const deployGuardCommand = (): Command =>
  withSiteOptions(
    new Command('deploy-guard')
      .description('deploy stacks of an environment while no start or stop runs')
      .argument('<definition>', 'name of an environment, or path of a file')
      .argument('[command...]', 'command that deploys, after --')
      .addOption(
        new Option('--stacks <names>', `stacks that are deployed: ${stacks.join(', ')}`)
          .argParser(stacksOf)
          // Checked in the action: a release names none.
          .default([], 'required'),
      )
      .option('--start', 'start the environment first if its databases are stopped; stop it afterwards')
      .addOption(
        new Option('--check', 'only check whether the deployment would be refused; nothing is changed').conflicts(
          'start',
        ),
      )
      .addOption(
        new Option('--release', 'release the lease of a deployment that ended without releasing it').conflicts([
          'start',
          'check',
          'stacks',
        ]),
      )
      .option('--by <person>', 'who deploys (default: the logged-in user)', byOf)
      .option('--json', 'print only the outcome as one JSON object; the command writes to stderr'),
  )
    .addHelpText('after', help)
    .action(async (name: string, command: readonly string[], options: DeployGuardOptions, self: Command) => {
      if (!options.release && options.stacks.length === 0)
        self.error("error: required option '--stacks <names>' not specified");
      const { deployByHand } = await import('../live/deploy-by-hand.ts');
      process.exitCode = await deployByHand(name, command, options, person(options.by));
    });
