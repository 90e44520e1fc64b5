// Puts the password that RDS manages into the secret that will keep it, before the database is switched to that secret:
// npm run capture-password -- staging camunda. Between `capturing` and `static` of docs/first-deployment.md.
import { configOf } from '#infra/platform/config/environments.ts';
import { databases, planeNames } from '#infra/platform/core-names.ts';
import { capturePassword } from './capture/capture-password.ts';
import { runAws } from './preflight/aws-cli.ts';

const main = async ([environment, name]: readonly string[]): Promise<number> => {
  const database = databases.find((one) => one === name);
  const core = environment === undefined ? undefined : configOf(environment).core;
  if (core?.kind !== 'here' || !database) {
    process.stderr.write(`npm run capture-password -- ENVIRONMENT ${databases.join('|')}\n`);
    return 2;
  }
  const names = planeNames(core.naming);
  const said = await capturePassword(
    { instance: names.database(database), secret: names.databasePassword(database) },
    runAws,
  );
  process.stdout.write(`${said}\n`);
  return 0;
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  return 1;
});
