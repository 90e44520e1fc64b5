// The CDK app: one stage per definition of the folder that was chosen.
import { App, type AppProps } from 'aws-cdk-lib';
import { chosenFolder } from '#definition/chosen-folder.ts';
import { loadFiles } from '#definition/load.ts';
import { EnvironmentStage } from '../environment-stage.ts';

export const buildApp = (props: AppProps = {}): App => {
  const app = new App(props);
  for (const { definition, text } of loadFiles(chosenFolder)) new EnvironmentStage(app, definition, undefined, text);
  return app;
};

if (import.meta.main) buildApp().synth();
