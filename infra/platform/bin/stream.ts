// The CDK app of one stream, from its file: npx cdk --app 'node infra/platform/bin/stream.ts FILE' synth '**' --strict
import { App, type AppProps } from 'aws-cdk-lib';
import { InputError } from '#core/errors.ts';
import { loadStream } from '../stream/load-stream.ts';
import { StreamStack } from '../stream/stream-stack.ts';

export const buildStreamApp = (file: string, props: AppProps = {}): App => {
  const app = new App(props);
  new StreamStack(app, loadStream(file));
  return app;
};

const run = ([file]: readonly string[]): void => {
  try {
    if (file === undefined)
      throw new InputError('give the path of a stream file, for example infra/platform/stream/example.yaml');
    buildStreamApp(file).synth();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
};

if (import.meta.main) run(process.argv.slice(2));
