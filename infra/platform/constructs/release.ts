// What of a service is deployed is a parameter of the deployment: `--parameters ScoringImage=:COMMIT`. CDK keeps earlier values,
// so one service is deployed alone and the others stay as they are.
import { CfnCondition, CfnParameter, Fn, type Stack } from 'aws-cdk-lib';
import type { Workload } from '../core-names.ts';
import { workloadSpecs } from '../workloads.ts';

const notYet = 'none';

const pascal = (workload: Workload): string =>
  workload.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

/** `ScoringImage` of an application, `CamundaRuns` of an upstream image, whose version stands in the code. */
const releaseParameter = (workload: Workload): string =>
  `${pascal(workload)}${'built' in workloadSpecs[workload].image ? 'Image' : 'Runs'}`;

type Release = {
  readonly isReleased: CfnCondition;
  /** What follows the repository: `:tag` or `@sha256:…`. */
  readonly imageReference?: string;
};

export const releaseOf = (stack: Stack, workload: Workload): Release => {
  const isBuilt = 'built' in workloadSpecs[workload].image;
  const parameter = new CfnParameter(stack, releaseParameter(workload), {
    default: isBuilt ? notYet : 'no',
    ...(isBuilt
      ? {
          description: `Image of ${workload}: :TAG, @sha256:DIGEST, or ${notYet} while it is not deployed`,
          allowedPattern: `${notYet}|:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[0-9a-f]{64}`,
        }
      : { description: `Whether ${workload} is deployed`, allowedValues: ['yes', 'no'] }),
  });
  const isReleased = new CfnCondition(stack, `${pascal(workload)}IsReleased`, {
    expression: isBuilt
      ? Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, notYet))
      : Fn.conditionEquals(parameter.valueAsString, 'yes'),
  });
  return isBuilt ? { isReleased, imageReference: parameter.valueAsString } : { isReleased };
};
