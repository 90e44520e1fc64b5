// The definition that a run goes by: of some resources these alone, and of a stop without what it leaves up.
import type { Action } from '#core/action.ts';
import type { Claim, LeftOut } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import { namesInPart, partOf } from '#definition/part.ts';

type Asked = {
  readonly action: Action;
  readonly only?: readonly string[] | undefined;
  readonly leaves?: readonly LeftOut[] | undefined;
};

export const definitionFor = ({ action, only, leaves = [] }: Asked, definition: Definition): Definition => {
  const part = only ? partOf(definition, namesInPart(definition.resources, action, only)) : definition;
  if (leaves.length === 0) return part;
  const reasons = new Map(leaves.flatMap(({ names, reason }) => names.map((name) => [name, reason] as const)));
  return {
    ...part,
    resources: part.resources.map((one) => {
      const keptUp = reasons.get(one.name);
      return keptUp === undefined ? one : { ...one, keptUp };
    }),
  };
};

/** Follows from the claim and the definition of the run, so it is the same in each of its invocations. */
export const definitionOfRun = (claim: Claim, definition: Definition): Definition =>
  claim.granted
    ? definitionFor({ action: claim.action, only: claim.request.only, leaves: claim.leaves }, definition)
    : definition;
