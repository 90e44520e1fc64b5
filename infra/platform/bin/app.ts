// The CDK app: one stage per environment definition.
import { fileURLToPath } from 'node:url';
import { App, type AppProps } from 'aws-cdk-lib';
import { loadDefinitions } from '#definition/load.ts';
import { EnvironmentStage } from '../environment-stage.ts';

const environments = fileURLToPath(new URL('../../../environments', import.meta.url));

export const buildApp = (props: AppProps = {}): App => {
  const app = new App(props);
  for (const definition of loadDefinitions(environments)) new EnvironmentStage(app, definition);
  return app;
};

if (import.meta.main) buildApp().synth();
