// Puts the dashboards of an environment into New Relic: npm run new-relic -- staging. With --diff it says what that would change.
// Reads NEW_RELIC_API_KEY (a user key), NEW_RELIC_ACCOUNT_ID and, for an account in Europe, NEW_RELIC_REGION=EU.
import { configOf } from '#infra/platform/config/environments.ts';
import { dashboardsOf } from './new-relic/dashboards.ts';
import { diffDashboard } from './new-relic/difference.ts';
import { pushDashboard } from './new-relic/nerdgraph.ts';

const endpoints: Readonly<Record<string, string>> = {
  US: 'https://api.newrelic.com/graphql',
  EU: 'https://api.eu.newrelic.com/graphql',
};

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Answers with what is wrong with the call, before anything is sent. */
const settingsOf = (environment: string | undefined, variables: NodeJS.ProcessEnv) => {
  const { NEW_RELIC_API_KEY: apiKey, NEW_RELIC_ACCOUNT_ID: account, NEW_RELIC_REGION: region = 'US' } = variables;
  if (environment === undefined) return 'Which environment? npm run new-relic -- staging';
  const { core } = configOf(environment);
  if (core.kind === 'elsewhere') return `${environment} is not deployed from here, so its names are not known`;
  const endpoint = endpoints[region];
  if (!apiKey) return 'NEW_RELIC_API_KEY is not set: it takes a user key of New Relic';
  if (!account || !/^\d+$/.test(account)) return 'NEW_RELIC_ACCOUNT_ID is not set, or not a number';
  if (endpoint === undefined) return `NEW_RELIC_REGION is ${region}; it is US or EU`;
  return { core, endpoint, apiKey, accountId: Number(account) };
};

const isDiff = process.argv.includes('--diff');
const settings = settingsOf(
  process.argv.slice(2).find((arg) => !arg.startsWith('--')),
  process.env,
);
if (typeof settings === 'string') {
  say(settings);
  process.exitCode = 2;
} else {
  const { core, accountId, endpoint, apiKey } = settings;
  for (const dashboard of dashboardsOf(core, accountId)) {
    try {
      const api = { endpoint, apiKey, fetch };
      if (isDiff) {
        const changes = await diffDashboard(api, accountId, dashboard);
        say([`${dashboard.name}: ${changes.length === 0 ? 'as it is' : ''}`, ...changes].join('\n  '));
      } else {
        const { did, name } = await pushDashboard(api, accountId, dashboard);
        say(`${did}: ${name}`);
      }
    } catch (error) {
      say(
        `${isDiff ? 'not compared' : 'not pushed'}: ${dashboard.name}: ${error instanceof Error ? error.message : error}`,
      );
      process.exitCode = 1;
    }
  }
}
