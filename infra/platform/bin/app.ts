// The CDK app: one stage per definition of the folder that was chosen.
import { App, type AppProps } from 'aws-cdk-lib';
import type { Loaded } from '#definition/check-text.ts';
import { chosenFolder } from '#definition/chosen-folder.ts';
import { loadFiles } from '#definition/load.ts';
import { markShared } from '#definition/shared-things.ts';
import { EnvironmentStage } from '../environment-stage.ts';

export const buildApp = (props: AppProps = {}, files: readonly Loaded[] = loadFiles(chosenFolder)): App => {
  const app = new App(props);
  // Of all of them together it is known what each of them shares.
  const definitions = markShared(files.map(({ definition }) => definition));
  for (const [index, { text }] of files.entries()) {
    const definition = definitions[index];
    if (definition) new EnvironmentStage(app, definition, text);
  }
  return app;
};

if (import.meta.main) buildApp().synth();
