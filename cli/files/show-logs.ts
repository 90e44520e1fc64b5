// `curfew logs`: the log groups of the deployed functions, and how to read them.
import { type FunctionName, functionNamesOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { printJson, printLines } from '../terminal/output.ts';
import { shellQuoted } from '../terminal/shell-quoted.ts';
import { definitionFor } from './environments.ts';

const functionsOf = ({ cleanup }: Definition): FunctionName[] => [
  ...(['start', 'stop', 'reconcile', 'alarm-notify'] as const),
  ...(cleanup === undefined ? [] : (['cleanup'] as const)),
];

/** Throws `InputError` for a definition that is not valid. */
export const showLogs = (name: string, json: boolean): void => {
  const definition = definitionFor(name);
  const { environment, region } = definition;
  const functions = functionsOf(definition).map((one) => ({
    function: one,
    logGroup: functionNamesOf(environment, one).logGroup,
  }));
  if (json) {
    printJson({ environment, region, functions });
    return;
  }
  printLines([
    `Logs of ${environment}, with the AWS CLI:`,
    ...functions.map(({ logGroup }) => `  aws logs tail ${logGroup} --region ${region} --follow`),
    `To see what a run did: curfew runs ${shellQuoted(name)} last`,
  ]);
};
