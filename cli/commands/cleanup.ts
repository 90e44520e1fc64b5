import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { CleanupMode } from '#core/cleanup-report.ts';
import { isRisk } from '#definition/cleanup-risks.ts';
import type { CleanupOptions } from '../cleanup/options.ts';
import { yesMeans } from '../live/site-options.ts';
import { byOf, nameOf } from '../live/text-options.ts';

const help = `
plan looks and changes nothing; it prints a hash. execute carries that plan out, if the cluster is still what was planned
for: same topics, same ids, same settings. Records that came after the plan survive. verify looks again at what a run did,
resume brings one to its end that was interrupted. Without --run it is the last one.

A prefix that ends in . - or _ covers every topic that goes on behind it; any other is the exact name of one topic.
Internal topics, and those of Kafka Connect, Kafka Streams and schema registries, are never touched, even when named.

On a terminal execute and resume ask first; without one, with --json or --yes they ask nobody.

Exits with 1 when something was refused or could not be done, or you said no. docs/cleanup.md is the runbook.

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
    .option('--cluster <name>', 'a cluster as a definition calls it, or an environment; done by its deployed function')
    .option('--bootstrap <host:port>', 'a broker, or several with commas; done by this machine')
    .option('--prefix <prefix>', 'what to empty; may be repeated', collected)
    .option('--topics <file>', 'prefixes, definitions and deny list from a file; with --bootstrap')
    .addOption(new Option('--strategy <strategy>', 'how to empty').choices(['truncate', 'recreate']))
    .addOption(
      new Option(
        '--accept <exception>',
        'an exception; may be repeated: compacted, tiered, auto-creation, kept-forever:TOPIC',
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
    .option('--max-topics <number>', 'refuse to empty more topics than this; with --bootstrap (default: 500)', countOf)
    .option('--plan-hash <hash>', 'the plan to execute, as plan prints it', nameOf)
    .option('--cluster-id <id>', 'refuse to execute on any other cluster', nameOf)
    .option('--run <id>', 'the run to verify or to resume (default: the last one)', nameOf)
    .option('--tls', 'TLS to the broker')
    .option('--ca <file>', "certificates to trust instead of Node's, PEM; implies --tls")
    .option('--iam', 'TLS and AWS IAM, as MSK wants it')
    .option('--region <region>', "AWS region (default: the definition's, or the broker's)")
    .option('--profile <name>', 'profile of the AWS configuration files')
    .option('--state <folder>', 'where plans and manifests are kept with --bootstrap (default: ~/.local/state/curfew)')
    .option('--by <person>', 'who asks (default: who is logged in)', byOf)
    .option('--yes', yesMeans)
    .option('--json', 'print the report as one JSON object, and nothing else')
    .addHelpText('after', help)
    .action(async (mode: CleanupMode, options: CleanupOptions) => {
      const { runCleanup } = await import('../cleanup/run-cleanup.ts');
      process.exitCode = await runCleanup(mode, options);
    });
