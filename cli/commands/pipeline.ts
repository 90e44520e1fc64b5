import { Command } from 'commander';
import type { SqlOptions } from '../pipeline/print-sql.ts';

const help = `
A pipeline file says what becomes of a change in MongoDB on its way to ClickHouse. docs/pipeline.md explains it.

Examples:
  curfew pipeline validate pipelines/files.yaml        is the file right?
  curfew pipeline validate connector.json              is this connector's configuration right?
  curfew pipeline test pipelines/files.yaml            do the sample records give the expected events?
  curfew pipeline test pipelines/files.yaml --update   accept what they give now
  curfew pipeline connector pipelines/files.yaml       the configuration of its MongoDB connector
  curfew pipeline sql pipelines/files.yaml --bootstrap b-1.example.com:9098`;

const helpOf = {
  validate: `
Examples:
  curfew pipeline validate pipelines/files.yaml
  curfew pipeline validate pipelines/files.yaml connector.json --json`,
  test: `
Exits with 1 if an event differs from what is expected.

Examples:
  curfew pipeline test pipelines/files.yaml
  curfew pipeline test pipelines/files.yaml --update   accept what they give now`,
  sql: `
Every statement can be run again. Run them in the order in which they are printed.

Examples:
  curfew pipeline sql pipelines/files.yaml
  curfew pipeline sql pipelines/files.yaml --json
  curfew pipeline sql pipelines/files.yaml --bootstrap b-1.example.com:9098`,
  connector: `
Examples:
  curfew pipeline connector pipelines/files.yaml
  curfew pipeline connector pipelines/files.yaml --json`,
};

const validate = (): Command =>
  new Command('validate')
    .description('check pipeline files, or the configuration of a connector (.json)')
    .argument('<file...>', 'pipeline files, or connector configurations')
    .option('--json', 'print one JSON object per file, a line each')
    .addHelpText('after', helpOf.validate)
    .action(async (files: string[], { json = false }: { readonly json?: boolean }) => {
      const { validateFiles } = await import('../pipeline/validate-files.ts');
      process.exitCode = validateFiles(files, json) ? 0 : 2;
    });

const test = (): Command =>
  new Command('test')
    .description('run the mapping over the sample records beside the file, and show what differs')
    .argument('<file>', 'pipeline file; its samples are in the folder NAME.samples beside it')
    .option('--update', 'write what the samples give now as what is expected')
    .option('--json', 'print one JSON object per sample, a line each')
    .addHelpText('after', helpOf.test)
    .action(async (file: string, options: { readonly update?: boolean; readonly json?: boolean }) => {
      const { testSamples } = await import('../pipeline/test-samples.ts');
      process.exitCode = (await testSamples(file, options)) ? 0 : 1;
    });

const sql = (): Command =>
  new Command('sql')
    .description('print the SQL of the tables and views in ClickHouse')
    .argument('<file>', 'pipeline file')
    .option('--bootstrap <host:port>', "brokers of Kafka, with commas; needed for ClickHouse's Kafka engine")
    .option('--without-security', 'for a broker without TLS and login')
    .option('--json', 'print the statements as one JSON object')
    .addHelpText('after', helpOf.sql)
    .action(async (file: string, options: SqlOptions) => {
      const { printSql } = await import('../pipeline/print-sql.ts');
      printSql(file, options);
    });

const connector = (): Command =>
  new Command('connector')
    .description('print the configuration of the MongoDB source connector')
    .argument('<file>', 'pipeline file')
    .option('--json', 'print it on one line; it is JSON either way')
    .addHelpText('after', helpOf.connector)
    .action(async (file: string, { json = false }: { readonly json?: boolean }) => {
      const { printConnector } = await import('../pipeline/print-connector.ts');
      printConnector(file, json);
    });

export const pipelineCommand = (): Command => {
  const pipeline = new Command('pipeline').description('change data capture: validate, test, sql, connector');
  for (const command of [validate(), test(), sql(), connector()]) pipeline.addCommand(command);
  return pipeline.addHelpText('after', help);
};
