import { Command } from 'commander';
import type { PauseOptions } from '../live/pause-by-hand.ts';
import { withSiteOptions } from '../live/site-options.ts';

type Verb = 'pause' | 'resume';

const goals: Record<Verb, string> = {
  pause: 'pause the schedule of an environment until it is resumed',
  resume: 'resume the schedule of an environment',
};

const helps: Record<Verb, string> = {
  pause: `
Sets the runtime switch, the SSM parameter /curfew/ENV/enabled, to false. A paused environment stays as it is: scheduled starts
and stops are skipped. People can still start and stop it. To keep it up or down until a time, use curfew hold instead.`,
  resume: `
Sets the runtime switch to true. Curfew then does at once what the schedule says is due, if that is not too long ago
(schedule.toleranceMinutes).`,
};

const help = (verb: Verb): string => `${helps[verb]}

Examples:
  curfew ${verb} staging
  curfew ${verb} staging --rehearsal
  curfew ${verb} staging --json`;

export const pauseCommand = (verb: Verb): Command =>
  withSiteOptions(
    new Command(verb).description(goals[verb]).argument('<definition>', 'name of an environment, or path of a file'),
  )
    .option('--json', 'print the switch as one JSON object')
    .addHelpText('after', help(verb))
    .action(async (name: string, options: PauseOptions) => {
      const { turnSwitch } = await import('../live/pause-by-hand.ts');
      await turnSwitch(name, verb === 'resume', options);
    });
