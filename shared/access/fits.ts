// Whether the rights that a definition needs fit into what IAM takes of a role: what does not cannot be deployed. Pure.
import type { FunctionName } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import type { Problem } from '#definition/problem.ts';
import { rightsOf } from './functions.ts';
import { arnIn } from './granted.ts';
import { packed, policyLimits } from './pack.ts';

/** How many managed policies the role of each function takes; the quota is of each role. */
export const policiesPerRole = (definition: Definition): Map<FunctionName, number> =>
  new Map(
    [...rightsOf(definition, arnIn(definition.region))].map(([name, statements]) => [
      name,
      packed(statements)?.managed.length ?? Number.POSITIVE_INFINITY,
    ]),
  );

const policiesAllowed = ({ access }: Definition): number => access?.policiesPerRole ?? policyLimits.managedPoliciesMax;

/** The most that AWS raises the quota to. */
const raisedMax = 20;

const waysOut = (definition: Definition): string => {
  const raised =
    'have the quota "Managed policies attached to an IAM role" raised to 20, then say `access: { policiesPerRole: 20 }`';
  const ways = [
    'split it into two environments',
    ...(definition.access?.services === 'cluster'
      ? []
      : ['say `access: cluster` if the ECS clusters that it names are of this environment alone']),
    ...(policiesAllowed(definition) < raisedMax ? [raised] : []),
  ];
  return ways.join('; or ');
};

/** The most a role takes at all is refused here, not by CloudFormation half an hour into a deployment. */
export const accessProblems = (definition: Definition): Problem[] => {
  const allowed = policiesAllowed(definition);
  const [worst] = [...policiesPerRole(definition)].sort(([, one], [, other]) => other - one);
  if (!worst || worst[1] <= allowed) return [];
  const [name, count] = worst;
  const size = `${policyLimits.managedCharactersMax.toLocaleString('en')} characters`;
  const what =
    `${definition.resources.length} resources by their names are too much for IAM: the rights of \`${name}\` take ` +
    `${Number.isFinite(count) ? count : 'too long'} managed policies of ${size}, and a role takes ${allowed}`;
  return [{ path: ['resources'], at: 'key', what, remedy: waysOut(definition) }];
};
