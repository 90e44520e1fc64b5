// The CDK app of one pipeline, from its file: npx cdk --app 'node infra/platform/bin/pipeline.ts FILE' synth '**' --strict
import { App, type AppProps } from 'aws-cdk-lib';
import { InputError } from '#core/errors.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import { deployable } from '../pipeline/deployable.ts';
import { PipelineStack } from '../pipeline/pipeline-stack.ts';

const buildPipelineApp = (file: string, props: AppProps = {}): App => {
  const app = new App(props);
  new PipelineStack(app, deployable(loadPipeline(file), file));
  return app;
};

const run = ([file]: readonly string[]): void => {
  try {
    if (file === undefined) throw new InputError('give the path of a pipeline file, such as pipelines/files.yaml');
    buildPipelineApp(file).synth();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
};

if (import.meta.main) run(process.argv.slice(2));
