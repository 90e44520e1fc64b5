import { Command, InvalidArgumentError, Option } from 'commander';
import { type StoreName, storeNames } from '#pipeline/file/store-names.ts';
import type { CheckOptions } from '../pipeline/check-parts.ts';
import type { SqlOptions } from '../pipeline/print-sql.ts';
import type { ReplayOptions } from '../pipeline/replay-letters.ts';
import type { TeardownOptions } from '../pipeline/teardown-parts.ts';

const help = `
A pipeline file says what becomes of a change in MongoDB on its way to ClickHouse. docs/pipeline.md explains it.

Examples:
  curfew pipeline validate pipelines/files.yaml        is the file right?
  curfew pipeline validate connector.json              is this connector's configuration right?
  curfew pipeline test pipelines/files.yaml            do the sample records give the expected events?
  curfew pipeline test pipelines/files.yaml --update   accept what they give now
  curfew pipeline connector pipelines/files.yaml       the configuration of its MongoDB connector
  curfew pipeline sql pipelines/files.yaml --bootstrap b-1.example.com:9098
  curfew pipeline check pipelines/files.yaml --bootstrap b-1.example.com:9098 --iam     does it run?
  curfew pipeline teardown pipelines/files.yaml --bootstrap b-1.example.com:9098 --iam  remove it
  curfew pipeline replay pipelines/files.yaml --bootstrap b-1.example.com:9098 --iam    what would be sent again?`;

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
  curfew pipeline sql pipelines/incidents.yaml --store postgres | psql "$DATABASE_URL"
  curfew pipeline sql pipelines/incidents.yaml --store atlas | curl -u admin -H 'content-type: application/json' -d @- https://…/api/atlas/v2/types/typedefs
  curfew pipeline sql pipelines/files.yaml --bootstrap b-1.example.com:9098`,
  check: `
Looks at the connector and each of its tasks, whether offsets move, lag, dead letters, and rows of the last five minutes. What has
no address is not checked, and says so. Exits with 1 if something failed.

ClickHouse's user is CLICKHOUSE_USER with CLICKHOUSE_PASSWORD, or else the secret of the file.

Examples:
  curfew pipeline check pipelines/files.yaml --bootstrap b-1.example.com:9098 --iam
  curfew pipeline check pipelines/files.yaml --bootstrap localhost:9092 --connect http://localhost:8083
  curfew pipeline check pipelines/files.yaml --percentile latency_sec --seconds 60`,
  replay: `
Without --send it changes nothing: it counts the dead letters by their reason. With --send each goes back to the topic that it came from, with
its bytes and its key; what was sent is not sent again unless you add --from-beginning. A letter that was shortened stays. Ctrl-C ends it after the batch that it is at.

Examples:
  curfew pipeline replay pipelines/files.yaml --bootstrap b-1.example.com:9098 --iam
  curfew pipeline replay pipelines/files.yaml --bootstrap b-1.example.com:9098 --iam --send`,
  teardown: `
Without --plan-hash it changes nothing: it prints what it would do, in order, and the hash of that plan. The connector goes first, then
the engine's views and tables. The table with the events and the topics stay unless you name them. The stack with the functions
goes by: npx cdk destroy.

Examples:
  curfew pipeline teardown pipelines/files.yaml --bootstrap b-1.example.com:9098 --iam
  curfew pipeline teardown pipelines/files.yaml --bootstrap b-1.example.com:9098 --iam --plan-hash 0f3a…
  curfew pipeline teardown pipelines/files.yaml --bootstrap b-1.example.com:9098 --iam --drop-table --delete-topics`,
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
    .description('print the SQL of the tables and views in ClickHouse, or what a store of metadata needs')
    .argument('<file>', 'pipeline file')
    .addOption(new Option('--store <store>', 'what this store of `stores` needs').choices(storeNames))
    .option('--bootstrap <host:port>', "brokers of Kafka, with commas; needed for ClickHouse's Kafka engine")
    .option('--without-security', 'for a broker without TLS and login')
    .option('--json', 'print the statements as one JSON object')
    .addHelpText('after', helpOf.sql)
    .action(async (file: string, { store, ...options }: SqlOptions & { readonly store?: StoreName }) => {
      if (store !== undefined) {
        const { printStore } = await import('../pipeline/print-store.ts');
        printStore(file, store, options.json ?? false);
        return;
      }
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

const secondsOf = (text: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 to 9999.');
  return Number(text);
};

const withKafka = (command: Command): Command =>
  command
    .argument('<file>', 'pipeline file')
    .option('--bootstrap <host:port>', 'a broker, or several with commas')
    .option('--tls', 'TLS to the broker')
    .option('--ca <file>', "certificates to trust instead of Node's, PEM; implies --tls")
    .option('--iam', 'TLS and AWS IAM, for MSK')
    .option('--region <region>', "AWS region (default: the file's, or the broker's)")
    .option('--profile <name>', 'profile in the AWS configuration files (default: the usual AWS credentials)')
    .option('--json', 'print one JSON object');

/** Where the parts are. */
const withParts = (command: Command): Command =>
  withKafka(command)
    .option('--connect <url>', 'REST interface of a Kafka Connect worker (default: MSK Connect)')
    .option('--connector <name>', 'name of the connector (default: curfew-pipeline-NAME-source)')
    .option('--clickhouse <url>', "HTTP interface of ClickHouse (default: the file's host)");

const check = (): Command =>
  withParts(
    new Command('check').description('check the running parts: connector, tasks, offsets, lag, rows, dead letters'),
  )
    .option('--seconds <number>', 'how long to watch offsets (default: 10)', secondsOf)
    .option('--percentile <attribute>', 'also print the 95th percentile of this attribute, with the number of values')
    .addHelpText('after', helpOf.check)
    .action(async (file: string, options: CheckOptions) => {
      const { checkParts } = await import('../pipeline/check-parts.ts');
      process.exitCode = (await checkParts(file, options)) ? 0 : 1;
    });

const teardown = (): Command =>
  withParts(
    new Command('teardown').description('remove the running parts: first the plan, then that plan and no other'),
  )
    .option('--plan-hash <hash>', 'carry out this plan')
    .option('--drop-table', 'drop the table with the events as well')
    .option('--delete-topics', 'delete the topics as well')
    .addHelpText('after', helpOf.teardown)
    .action(async (file: string, options: TeardownOptions) => {
      const { teardownParts } = await import('../pipeline/teardown-parts.ts');
      process.exitCode = (await teardownParts(file, options)) ? 0 : 1;
    });

const replay = (): Command =>
  withKafka(new Command('replay').description('send dead letters again, each to its own topic'))
    .option('--send', 'send them; without it they are only counted')
    .option('--from-beginning', 'also those that were sent again before')
    .addHelpText('after', helpOf.replay)
    .action(async (file: string, options: ReplayOptions) => {
      const { replayLetters } = await import('../pipeline/replay-letters.ts');
      process.exitCode = (await replayLetters(file, options)) ? 0 : 130;
    });

export const pipelineCommand = (): Command => {
  const pipeline = new Command('pipeline').description(
    'change data capture: validate, test, sql, connector, check, teardown, replay',
  );
  for (const command of [validate(), test(), sql(), connector(), check(), teardown(), replay()])
    pipeline.addCommand(command);
  return pipeline.addHelpText('after', help);
};
