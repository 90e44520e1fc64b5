// What the parts of a pipeline are called in AWS.
import { connectorName } from '#pipeline/file/part-names.ts';
import type { StoreName } from '#pipeline/file/store-names.ts';

export const pipelineNames = (pipeline: string) => {
  const base = `curfew-pipeline-${pipeline}`;
  const ofFunction = (name: string) => ({
    function: `${base}-${name}`,
    role: `${base}-${name}`,
    logGroup: `/aws/lambda/${base}-${name}`,
    securityGroup: `${base}-${name}`,
    failing: `${base}-${name}-failing`,
    deadLetters: `${base}-${name}-dead-letters`,
  });
  const ofConnector = (revision: number) => {
    const connector = connectorName(pipeline, revision);
    return {
      connector,
      plugin: connector,
      worker: connector,
      role: connector,
      logGroup: `/aws/msk-connect/${connector}`,
      securityGroup: connector,
    };
  };
  return {
    stack: base,
    source: ofConnector,
    normalise: ofFunction('normalise'),
    sink: ofFunction('clickhouse-sink'),
    intake: ofFunction('event-intake'),
    reader: ofFunction('change-reader'),
    store: (store: StoreName) => ofFunction(`store-${store}`),
  };
};

export type FunctionNames = ReturnType<typeof pipelineNames>['normalise'];
