// The AWS Solutions rules over every stack. What is not followed is acknowledged where it is built, with the reason; only
// wildcards in policies have their reasons here, one for each shape, because the rule asks for one at every occurrence.
import type { Stack, Stage } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

const wildcards: readonly { readonly shape: RegExp; readonly reason: string }[] = [
  { shape: /^Resource::\*$/, reason: 'IAM takes nothing narrower: permissions.test.ts knows each such action' },
  {
    shape: /:kafka:.*:(cluster|topic|group)\/[\w-]+\/\*/,
    reason: 'AWS adds an id of its own to the name of a cluster',
  },
  {
    shape: /:kafka:.*:transactional-id\/[\w-]+\/\*\/\*$/,
    reason: 'whose transaction is open is only asked, in a cluster that is named: producers choose these ids',
  },
  { shape: /:kafkaconnect:.*:connector\/[\w-]+\/\*$/, reason: 'AWS adds an id of its own to the name of a connector' },
  { shape: /:rds:.*:deployment:\*$/, reason: 'AWS gives a blue/green deployment its id' },
  { shape: /:cloudwatch:.*:alarm-mute\*$/, reason: 'rules that people made have any name, and are only read' },
  { shape: /:rds:.*:db:\*$/, reason: 'AWS checks the call that reads several instances against all of them' },
  {
    shape: /:elasticache:.*:replicationgroup:\*$/,
    reason: 'AWS checks the call that reads several groups against all',
  },
  {
    shape: /:(ecs:.*:(cluster|service)\/|elasticache:.*:cluster:|kafka:.*:cluster\/)\*$/,
    reason: 'New Relic reads the names and tags of everything that it shows metrics of',
  },
  {
    shape: /:alarm-mute(-rule)?:curfew-[\w-]+-downtime-\*$/,
    reason: 'a rule takes a hundred alarms: rules are numbered',
  },
  { shape: /:cloudwatch:.*:alarm:[\w-]+-\*$/, reason: 'a definition may name alarms by what their names begin with' },
  { shape: /:ecs:.*:task\/[\w-]+\/\*$/, reason: 'tasks come and go, in a cluster that is named' },
  {
    shape: /:ecs:.*:service-revision\/[\w-]+\/\*$/,
    reason: 'only read, in a cluster that is named: with a list of services a role would have room for half as many',
  },
  { shape: /:scalable-target\/\*$/, reason: 'AWS gives the id; conditions hold it to the services of ECS' },
  { shape: /:function:curfew-[\w-]+:\*$/, reason: 'every version of a function that is named' },
  { shape: /^Resource::<\w+\.Arn>:\*$/, reason: 'every version of a function that is named' },
  {
    shape: /:secret:curfew\/[\w-]+\/\*$/,
    reason: 'secrets for this environment of Curfew alone, whatever they are called',
  },
  {
    shape: /:schedule\/curfew-[\w-]+\/(start|stop)-\*$/,
    reason: 'a definition may have several slots, in the group of this environment alone',
  },
  { shape: /:log-group:[\w/-]+:\*$/, reason: 'streams come and go, in a group that is named' },
  {
    shape: /^Resource::<\w+\.Arn>\/[\w-]+\/\*$/,
    reason: 'objects come and go, under a prefix of a bucket that is named',
  },
];

type Finding = { readonly rule: string; readonly where: string };

const findingsIn = (stage: Stage): Finding[] => {
  const { violations } = new AwsSolutionsChecks(stage).validateScope(stage);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map((one) => ({ rule: ruleName, where: String(one.constructPath) })),
  );
};

const wildcardIn = ({ rule }: Finding): string | undefined => /^AwsSolutions-IAM5\[(.*)\]$/.exec(rule)?.[1];

/** What nobody gave a reason for. */
export const unexplained = (stage: Stage): Finding[] =>
  findingsIn(stage).filter((finding) => {
    const wildcard = wildcardIn(finding);
    return wildcard === undefined || !wildcards.some(({ shape }) => shape.test(wildcard));
  });

/** Reasons for wildcards that are nowhere. */
export const idleReasons = (stages: readonly Stage[]): string[] => {
  const found = stages.flatMap(findingsIn).flatMap((finding) => wildcardIn(finding) ?? []);
  return wildcards.filter(({ shape }) => !found.some((one) => shape.test(one))).map(({ reason }) => reason);
};

/** Of a stack alone: the rules that it breaks, but for the one about wildcards in policies. */
export const brokenRulesOf = (stack: Stack): string[] =>
  new AwsSolutionsChecks(stack)
    .validateScope(stack)
    .violations.map(({ ruleName }) => ruleName)
    .filter((rule) => !rule.startsWith('AwsSolutions-IAM5'));
