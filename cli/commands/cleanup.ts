import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { CleanupMode } from '#core/cleanup-report.ts';
import { isRisk } from '#definition/cleanup-risks.ts';
import type { CleanupOptions } from '../cleanup/options.ts';
import { yesMeans } from '../live/site-options.ts';
import { byOf, nameOf } from '../live/text-options.ts';

const help = `
plan changes nothing and prints a hash. execute carries out that plan if the cluster has not changed since: same topics, ids and
settings. Records that arrived after the plan survive. verify checks what a run did; resume finishes one that was interrupted.
Without --run they use the last run.

A prefix that ends in . - or _ matches every topic that begins with it; any other is the exact name of one topic. Internal topics,
and those of Kafka Connect, Kafka Streams and schema registries, are never changed, even when named.

At a terminal execute and resume ask first; without one, with --json or --yes they do not ask.

Exits with 1 if something was refused or failed, or you said no. docs/cleanup.md is the runbook.

Examples:
  curfew cleanup plan --cluster poc-atlas-dev-msk
  curfew cleanup execute --cluster poc-atlas-dev-msk --plan-hash 0f3a…
  curfew cleanup resume --cluster poc-atlas-dev-msk --yes
  curfew cleanup plan --bootstrap localhost:9092 --prefix orders. --prefix payments.
  curfew cleanup plan --bootstrap localhost:9092 --prefix orders. --strategy recreate
  curfew cleanup plan --bootstrap b-1.example.kafka.us-east-1.amazonaws.com:9098 --iam --topics topics.yaml`;

const collected = (value: string, before: readonly string[] = []): string[] => [...before, value];

const countOf = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 to 999999.');
  return Number(text);
};

export const cleanupCommand = (): Command =>
  new Command('cleanup')
    .description('reclaim space on a Kafka cluster: plan, execute, verify, resume')
    .addArgument(new Argument('<mode>', 'what to do').choices(['plan', 'execute', 'verify', 'resume']))
    .option(
      '--cluster <name>',
      'name of a cluster in a definition, or of an environment; its deployed function does the work',
    )
    .option('--bootstrap <host:port>', 'a broker, or several with commas; this machine does the work')
    .option('--prefix <prefix>', 'topics to empty; may be repeated', collected)
    .option('--topics <file>', 'file with prefixes, definitions and deny list; with --bootstrap')
    .addOption(new Option('--strategy <strategy>', 'how topics are emptied').choices(['truncate', 'recreate']))
    .addOption(
      new Option(
        '--accept <exception>',
        'accept a risk; may be repeated: compacted, tiered, auto-creation, kept-forever:TOPIC',
      ).argParser((value: string, before: readonly string[] | undefined) => {
        if (!isRisk(value))
          throw new InvalidArgumentError('It is compacted, tiered, auto-creation or kept-forever:TOPIC.');
        return collected(value, before);
      }),
    )
    .option(
      '--apply-definitions',
      'add the partitions and set the settings that definitions list, instead of reporting',
    )
    .option(
      '--max-topics <number>',
      'largest number of topics to empty; with --bootstrap (default: 500, or what the file of --topics says; never more than that)',
      countOf,
    )
    .option('--plan-hash <hash>', 'the plan to execute, as plan prints it', nameOf)
    .option('--cluster-id <id>', 'refuse to execute on any other cluster', nameOf)
    .option('--run <id>', 'the run to verify or to resume (default: the last one)', nameOf)
    .option('--tls', 'TLS to the broker')
    .option('--ca <file>', "certificates to trust instead of Node's, PEM; implies --tls")
    .option('--iam', 'TLS and AWS IAM, for MSK')
    .option('--region <region>', "AWS region (default: the definition's, or the broker's)")
    .option('--profile <name>', 'profile in the AWS configuration files (default: the usual AWS credentials)')
    .option('--state <folder>', 'folder of plans and manifests, with --bootstrap (default: ~/.local/state/curfew)')
    .option('--by <person>', 'who requests it (default: the logged-in user)', byOf)
    .option('--yes', yesMeans)
    .option('--json', 'print the report as one JSON object')
    .addHelpText('after', help)
    .action(async (mode: CleanupMode, options: CleanupOptions) => {
      const { runCleanup } = await import('../cleanup/run-cleanup.ts');
      process.exitCode = await runCleanup(mode, options);
    });
