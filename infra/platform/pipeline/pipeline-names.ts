// What the parts of a pipeline are called in AWS.

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
  return { stack: base, normalise: ofFunction('normalise'), sink: ofFunction('clickhouse-sink') };
};

export type FunctionNames = ReturnType<typeof pipelineNames>['normalise'];
