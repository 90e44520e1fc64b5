// AWS's own Lambda runtime on this machine: the runtime interface emulator (Go) and the runtime interface client for Node (npm, with
// a native part), both built in the project's folder.
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitCodeOf, outputOf } from './processes.ts';
import type { IntegrationService, Missing } from './service.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}.lambda`;
const emulatorModule =
  'github.com/aws/aws-lambda-runtime-interface-emulator/cmd/aws-lambda-rie@v0.0.0-20261030222936-bef5c4ba774d';
const clientPackage = 'aws-lambda-ric@4.0.2';
/** The Node of the project as npm delivers it, with its headers. */
const nodeArchive = `node-${process.platform}-${process.arch}`;

const emulator = `${folder}/bin/aws-lambda-rie`;
const client = `${folder}/node_modules/aws-lambda-ric`;
const nativePart = `${client}/rapid-client.node`;

const run = async (command: string, args: readonly string[], cwd = root, variables = {}): Promise<void> => {
  const code = await exitCodeOf(command, args, {
    cwd,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (code !== 0) throw new Error(`this failed with ${code}, in ${cwd}: ${command} ${args.join(' ')}`);
};

const tools: readonly (readonly [command: string, args: readonly string[], remedy: string])[] = [
  ['cmake', ['--version'], 'apt-get install cmake'],
  ['g++', ['--version'], 'apt-get install g++ make'],
  ['make', ['--version'], 'apt-get install make'],
  ['xz', ['--version'], 'apt-get install xz-utils'],
];

/** From 1.21 on Go gets a newer one by itself if a module needs it. */
const hasGo = async (): Promise<boolean> => {
  const [, major = 0, minor = 0] = /go(\d+)\.(\d+)/.exec(await outputOf('go', ['version'])) ?? [];
  return Number(major) > 1 || Number(minor) >= 21;
};

const missingTools = async (): Promise<Missing[]> => {
  const lacking: Missing[] = [];
  if (!(await hasGo()))
    lacking.push({
      what: `Go 1.21 or newer, to build AWS's Lambda runtime`,
      remedy: 'apt-get install golang-go   # Debian 13 or newer; otherwise go.dev/dl',
    });
  for (const [command, args, remedy] of tools)
    if ((await exitCodeOf(command, args, { stdio: 'ignore' })) !== 0)
      lacking.push({ what: `${command}, to build AWS's Lambda runtime`, remedy });
  return lacking;
};

const missing = async (): Promise<Missing[]> => {
  if (existsSync(emulator) && existsSync(nativePart)) return [];
  const what = `AWS's Lambda runtime interface emulator and client in .lambda/ (two minutes to build)`;
  return [...(await missingTools()), { what, remedy: 'npm run test:integration -- --install' }];
};

/** What npm's own install scripts would do, but with the headers of the Node that runs the functions. */
const buildNativePart = async (): Promise<void> => {
  await run('sh', ['scripts/preinstall.sh'], client);
  const includes = [`${folder}/node_modules/${nodeArchive}/include/node`, `${folder}/node_modules/node-addon-api`];
  const built = `${client}/deps/artifacts`;
  await run(
    'g++',
    [
      ...['-shared', '-fPIC', '-O2', '-w', '-std=c++20', '-DNAPI_CPP_EXCEPTIONS'],
      ...[...includes, `${built}/include`].map((path) => `-I${path}`),
      'src/native/rapid-client.cc',
      ...[`${built}/lib/libaws-lambda-runtime.a`, `${built}/lib/libcurl.a`, '-pthread'],
      ...['-o', 'rapid-client.node.part'],
    ],
    client,
  );
  copyFileSync(`${client}/rapid-client.node.part`, nativePart);
  rmSync(`${client}/deps/curl-src`, { recursive: true, force: true });
  rmSync(`${client}/deps/aws-lambda-cpp-src`, { recursive: true, force: true });
  rmSync(`${folder}/node_modules/${nodeArchive}`, { recursive: true, force: true });
};

const install = async (): Promise<void> => {
  mkdirSync(`${folder}/bin`, { recursive: true });
  if (!existsSync(emulator)) await run('go', ['install', emulatorModule], folder, { GOBIN: `${folder}/bin` });
  if (existsSync(nativePart)) return;
  const packages = [clientPackage, `${nodeArchive}@${process.versions.node}`];
  await run('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--silent', ...packages], folder);
  await buildNativePart();
};

/** Nothing runs by itself: a test starts a function when it needs one. */
export const lambdaRuntime: IntegrationService = {
  name: 'lambda-runtime',
  missing,
  install,
  start: async () => ({
    variables: { LAMBDA_EMULATOR: emulator, LAMBDA_CLIENT: `${client}/index.mjs` },
    stop: async () => {},
  }),
};
