// The code of all functions as one archive, the same for whoever deploys it: by the command, a CDK app or the platform.
import { existsSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { FunctionCode } from './environment-function.ts';

/** Of the package, or of the project. */
const archive = join(dirname(findPackageJSON(import.meta.url) ?? '.'), 'dist/release/functions.zip');

export const releasedCode: FunctionCode = (name) => {
  if (!existsSync(archive)) throw new Error(`${archive} does not exist: in a checkout, npm run build makes it`);
  return { code: Code.fromAsset(archive), handler: `${name}/index.handler` };
};
