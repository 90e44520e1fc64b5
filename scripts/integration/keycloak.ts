// Keycloak for the integration tests: its own distribution from Maven, in the project's folder, with two realms.
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { untilItAnswers } from './http-daemon.ts';
import { installJars, type Jars, missingJars } from './maven-jars.ts';
import { type Daemon, daemon, exitCodeOf, freePort } from './processes.ts';
import type { IntegrationService } from './service.ts';

const version = '26.7.3';
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `.keycloak/${version}`;
const home = `${root}${folder}/keycloak-${version}`;
const archive = `keycloak-quarkus-dist-${version}.zip`;
const builtFile = `${home}/built`;
const buildOptions = ['--db=dev-mem', '--cache=local', '--health-enabled=false', '--metrics-enabled=false'];
const logFile = `${root}keycloak.log`;

const jars: Jars = {
  name: `Keycloak ${version}`,
  folder: `${folder}/jars`,
  pom: 'test/integration/keycloak/pom.xml',
  properties: { 'keycloak.version': version },
  mainJar: archive,
  megabytes: 370,
};

const missing = async () => {
  const lacking = await missingJars(jars);
  if (lacking.length > 0 || existsSync(builtFile)) return lacking;
  return [{ what: `Keycloak ${version}, unpacked`, remedy: 'npm run test:integration -- --install' }];
};

const install = async (): Promise<void> => {
  if (!existsSync(`${root}${jars.folder}/${archive}`)) await installJars(jars);
  const code = await exitCodeOf('python3', ['-m', 'zipfile', '-e', `${root}${jars.folder}/${archive}`, root + folder]);
  if (code !== 0) throw new Error(`python3 could not unpack ${archive}`);
  // Once, instead of a minute at each start.
  const built = await exitCodeOf('bash', [`${home}/bin/kc.sh`, 'build', ...buildOptions], { stdio: 'ignore' });
  if (built !== 0) throw new Error('the build of Keycloak failed');
  writeFileSync(builtFile, version);
};

/** A client that logs in with its own secret, and whose tokens are for `audience`. */
const client = (clientId: string, audience: string, lifespanSeconds: number) => ({
  ...{ clientId, secret: 'only for tests', protocol: 'openid-connect', publicClient: false },
  ...{ serviceAccountsEnabled: true, standardFlowEnabled: false },
  attributes: { 'access.token.lifespan': String(lifespanSeconds) },
  protocolMappers: [
    {
      ...{ name: 'audience', protocol: 'openid-connect', protocolMapper: 'oidc-audience-mapper' },
      config: { 'included.custom.audience': audience, 'access.token.claim': 'true', 'id.token.claim': 'false' },
    },
  ],
});

const realm = (name: string) => ({
  ...{ realm: name, enabled: true, sslRequired: 'none' },
  clients: [
    client('producer', 'curfew-events', 300),
    client('soon-over', 'curfew-events', 1),
    client('of-another', 'another-service', 300),
  ],
});

export type Keycloak = { readonly url: string; readonly server: Daemon };

/** Resolves when the realms `metadata` and `foreign` are there. */
export const startKeycloak = async (): Promise<Keycloak> => {
  rmSync(`${home}/data`, { recursive: true, force: true });
  mkdirSync(`${home}/data/import`, { recursive: true });
  for (const name of ['metadata', 'foreign'])
    writeFileSync(`${home}/data/import/${name}-realm.json`, JSON.stringify(realm(name)));
  const port = await freePort();
  const log = openSync(logFile, 'w');
  const options = [`--http-port=${port}`, '--http-host=127.0.0.1', '--http-enabled=true', '--hostname-strict=false'];
  // The script hands the signal that ends it on to Java.
  const command = [`${home}/bin/kc.sh`, 'start', '--optimized', '--import-realm', ...options];
  const server = daemon('bash', command, { JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx384m' }, log);
  closeSync(log);
  const url = `http://127.0.0.1:${port}`;
  await untilItAnswers('Keycloak', `${url}/realms/foreign`, server, logFile, 150_000);
  return { url, server };
};

/** The test starts its own. */
export const keycloak: IntegrationService = {
  name: 'keycloak',
  missing,
  install,
  start: async () => ({ variables: {}, stop: async () => {} }),
};
