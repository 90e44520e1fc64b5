// The CDK app of `alarm-investigation` of one environment, from its definition:
// npx cdk --app 'node infra/platform/bin/investigation.ts FILE' deploy
import { fileURLToPath } from 'node:url';
import { App, type AppProps } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { InputError } from '#core/errors.ts';
import { hasInvestigations } from '#definition/definition.ts';
import { loadDefinition } from '#definition/load.ts';
import { InvestigationStack } from '../investigation/investigation-stack.ts';

const bundle = fileURLToPath(new URL('../../../dist/functions/alarm-investigation', import.meta.url));

export const buildInvestigationApp = (file: string, props: AppProps = {}, code: Code = Code.fromAsset(bundle)): App => {
  const definition = loadDefinition(file);
  if (!hasInvestigations(definition))
    throw new InputError(
      `${file}: it has no \`investigations\`, so there is nothing to deploy; see docs/investigations.md`,
    );
  const app = new App(props);
  new InvestigationStack(app, definition, code);
  return app;
};

const run = ([file]: readonly string[]): void => {
  try {
    if (file === undefined)
      throw new InputError('give the path of a definition, for example environments/staging.yaml');
    buildInvestigationApp(file).synth();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
};

if (import.meta.main) run(process.argv.slice(2));
