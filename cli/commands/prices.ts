import { Command } from 'commander';
import type { PricesOptions } from '../live/refresh-prices.ts';

const help = `
Asks AWS's Price List API, which needs the permission pricing:GetProducts, and writes prices/REGION.yaml with today's date.

Examples:
  curfew prices us-east-1
  curfew prices sa-east-1 --profile billing`;

export const pricesCommand = (): Command =>
  new Command('prices')
    .description('refresh the price table of a region, for savings')
    .argument('<region>', 'AWS region')
    .option('--profile <name>', 'profile in the AWS configuration files (default: the usual AWS credentials)')
    .option('--output <file>', 'where to write the table (default: prices/REGION.yaml)')
    .option('--json', 'print the file written and its date as one JSON object')
    .addHelpText('after', help)
    .action(async (region: string, options: PricesOptions) => {
      const { refreshPrices } = await import('../live/refresh-prices.ts');
      await refreshPrices(region, options);
    });
