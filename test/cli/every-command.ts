// Every command of `curfew`, a line each, as `snapshots.test.ts` shows it at several widths. A new command needs a line here.

export type Shown = {
  readonly name: string;
  /** What is typed. `FILE`: a definition whose names have 40 characters. `EARLIER`: the same, an hour earlier. `BROKER`: a Kafka broker. `TEMP`: an empty folder. */
  readonly command: string;
  /** With how many resources; 5 if not given. */
  readonly sizes?: readonly number[];
  /** Why what it prints is not kept word for word: it differs from run to run, or is about files that change. */
  readonly varies?: string;
  /** It prints lines for a program to read, which do not wrap. */
  readonly isForPrograms?: true;
};

const database = 'orders-db-00-the-quite-long-name-of-a-pa';
const both = [5, 68] as const;
const by = '--why load --by ana';
const kafka = '--bootstrap BROKER --state TEMP';

export const everyCommand: readonly Shown[] = [
  { name: 'plan', command: 'plan FILE stop --rehearsal', sizes: both },
  { name: 'plan-verbose', command: 'plan FILE start --rehearsal --verbose', sizes: both },
  { name: 'status', command: 'status FILE --rehearsal --at 20:08', sizes: both },
  { name: 'stop-dry-run', command: 'stop FILE --rehearsal --dry-run', sizes: both },
  { name: 'runs-last', command: 'runs FILE last --rehearsal --at 20:50', sizes: both },
  { name: 'savings', command: 'savings FILE --rehearsal --at 20:50', sizes: both },
  { name: 'costs', command: 'costs FILE --rehearsal --at 20:50', sizes: both },
  { name: 'rehearse', command: 'rehearse FILE', sizes: both },
  { name: 'rehearse-nights', command: 'rehearse FILE --nights 2 --seed 7', varies: 'it says how fast it was' },
  { name: 'runs', command: 'runs FILE --rehearsal' },
  { name: 'start', command: `start FILE --rehearsal ${by}` },
  { name: 'stop-follow', command: `stop FILE --rehearsal --follow ${by}` },
  { name: 'memories', command: 'memories FILE --rehearsal --at 23:00' },
  { name: 'forget', command: `forget FILE ${database} --rehearsal --at 23:00` },
  { name: 'hold', command: `hold FILE --rehearsal --up --until 22:00 ${by}` },
  { name: 'release', command: 'release FILE --rehearsal' },
  { name: 'pause', command: 'pause FILE --rehearsal' },
  { name: 'resume', command: 'resume FILE --rehearsal' },
  { name: 'silence', command: `silence checkout-* --environment FILE --rehearsal --for 2h ${by}` },
  { name: 'diff', command: 'diff FILE --deployed EARLIER' },
  { name: 'apply', command: `apply FILE --deployed EARLIER --why load`, varies: 'it says how long it took' },
  { name: 'calendar', command: 'calendar FILE --rehearsal' },
  { name: 'history', command: 'history FILE --rehearsal' },
  { name: 'show', command: 'show FILE --rehearsal', isForPrograms: true },
  { name: 'adopt', command: 'adopt FILE --owner stack --rehearsal' },
  { name: 'deploy-plan', command: 'deploy FILE --rehearsal --plan', varies: 'it counts what the template has' },
  { name: 'deploy', command: 'deploy FILE --rehearsal', varies: 'it names what the template has' },
  { name: 'destroy', command: 'destroy FILE --rehearsal', varies: 'the same' },
  { name: 'template', command: 'template FILE --out TEMP/template.json --force', varies: 'the key of the code' },
  { name: 'deploy-guard', command: 'deploy-guard FILE --stacks data --rehearsal' },
  { name: 'init', command: 'init mine --rehearsal --force --output TEMP/mine.yaml' },
  { name: 'validate', command: 'validate FILE', sizes: both },
  { name: 'ls', command: 'ls', varies: 'it lists the examples' },
  { name: 'logs', command: 'logs FILE' },
  { name: 'prices', command: 'prices us-east-1' },
  { name: 'render', command: 'render test/fixtures/notifications/metric-alarm.json' },
  { name: 'pipeline-validate', command: 'pipeline validate examples/cdc/pipelines/files.yaml' },
  { name: 'pipeline-test', command: 'pipeline test examples/cdc/pipelines/files.yaml' },
  {
    name: 'pipeline-sql',
    command: 'pipeline sql examples/cdc/pipelines/files.yaml',
    varies: 'SQL',
    isForPrograms: true,
  },
  {
    name: 'pipeline-connector',
    command: 'pipeline connector examples/cdc/pipelines/files.yaml',
    varies: 'JSON',
    isForPrograms: true,
  },
  {
    name: 'pipeline-check',
    command: 'pipeline check examples/cdc/pipelines/files.yaml',
    varies: 'it says what did not answer',
  },
  { name: 'pipeline-teardown', command: 'pipeline teardown examples/cdc/pipelines/files.yaml' },
  { name: 'pipeline-replay', command: 'pipeline replay examples/cdc/pipelines/files.yaml' },
  { name: 'cleanup-plan', command: `cleanup plan --prefix orders. ${kafka}`, varies: 'hashes and times' },
  { name: 'cleanup-verify', command: `cleanup verify ${kafka}`, varies: 'hashes and times' },
  { name: 'version', command: 'version', varies: 'the version' },
  { name: 'help', command: '--help' },
  { name: 'help-hold', command: 'hold --help' },
  { name: 'help-cleanup', command: 'cleanup --help' },
];

/** These run on the simulated AWS. */
export const isSimulated = ({ command }: Shown): boolean => /--rehearsal|--deployed|^rehearse /.test(command);
