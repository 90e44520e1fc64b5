// The template of a release: synthesised once, when it is built.
import { createHash } from 'node:crypto';
import { App, type AppProps } from 'aws-cdk-lib';
import type { Template, Value } from '#deploy/template.ts';
import { compact } from './compact.ts';
import { ReleaseStack } from './release-stack.ts';

/**
 * A version is made once and never changed, so another content needs another one. CDK cannot know it here, as the code is a
 * parameter: its id gets a hash of the code and of all that its function is told.
 */
const withVersions = (template: Template, codeHash: string): Template => {
  const idOf = (id: string, functionId: string): string => {
    const settings = JSON.stringify(template.Resources[functionId]?.Properties);
    const hash = createHash('sha256').update(codeHash).update(settings).digest('hex').slice(0, 12);
    return id.replace(/(CurrentVersion).*$/, `$1${hash}`);
  };
  const ids = new Map(
    Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) =>
      Type === 'AWS::Lambda::Version' && Properties
        ? [[id, idOf(id, (Properties.FunctionName as { readonly Ref: string }).Ref)]]
        : [],
    ),
  );
  const renamed = (value: Value): Value => {
    if (typeof value === 'string') return ids.get(value) ?? value;
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [ids.get(key) ?? key, renamed(one)]));
  };
  return renamed(template as unknown as Value) as unknown as Template;
};

export const releaseTemplate = (props: AppProps, codeHash: string): Template => {
  const app = new App({ builtinCloudFormationValidation: false, analyticsReporting: false, ...props });
  const stack = new ReleaseStack(app, 'release');
  return withVersions(compact(app.synth().getStackByName(stack.stackName).template as Template), codeHash);
};
