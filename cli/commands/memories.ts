import { Command } from 'commander';
import type { MemoriesOptions } from '../live/memories-by-hand.ts';
import { withSiteOptions } from '../live/site-options.ts';

const help = `
What a stop took down and a start gives back. What is marked with ⚠ belongs to nothing in the definition any more: no start
gives it back, and beside it is what to do.

Examples:
  curfew memories staging
  curfew memories staging --json | jq -r '.memories[] | select(.orphaned) | .resource'
  curfew memories staging --rehearsal --at 2026-11-16T23:00-03:00`;

export const memoriesCommand = (): Command =>
  withSiteOptions(
    new Command('memories')
      .description('what is remembered of an environment in order to give it back')
      .argument('<definition>', 'name of an environment, or path of a file'),
  )
    .option('--json', 'print them as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, options: MemoriesOptions) => {
      const { showMemories } = await import('../live/memories-by-hand.ts');
      await showMemories(name, options);
    });
