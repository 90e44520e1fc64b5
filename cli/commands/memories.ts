import { Command } from 'commander';
import type { MemoriesOptions } from '../live/memories-by-hand.ts';
import { withSiteOptions } from '../live/site-options.ts';

const help = `
What a stop saved (task counts, scaling, what was running) so that the next start can restore it. ⚠ marks what is no longer in
the definition: no start restores it; the line says what to do.

Examples:
  curfew memories staging
  curfew memories staging --json | jq -r '.memories[] | select(.orphaned) | .resource'
  curfew memories staging --rehearsal --at 2026-11-16T23:00-03:00`;

export const memoriesCommand = (): Command =>
  withSiteOptions(
    new Command('memories')
      .description('list what the last stop saved for the next start')
      .argument('<definition>', 'name of an environment, or path of a file'),
  )
    .option('--json', 'print them as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, options: MemoriesOptions) => {
      const { showMemories } = await import('../live/memories-by-hand.ts');
      await showMemories(name, options);
    });
