import { kinds } from '#kinds/resource.ts';
import type { WrongFile } from './wrong-file.ts';

const everyKind = kinds.map((kind) => `\`${kind}\``).join(', ');

export const wrongResources: readonly WrongFile[] = [
  [
    'a misspelt key of a resource',
    'instance: qa-db',
    'instnace: qa-db',
    'qa.yaml:14:3: resources.db.instance: is missing; add `instance: poc-atlas-dev-camunda`',
    'qa.yaml:16:5: resources.db.instnace: unknown key; did you mean `instance`?',
  ],
  [
    'a key that belongs to another kind',
    'service: qa-camunda\n',
    'service: qa-camunda\n    replicationGroup: qa\n',
    'qa.yaml:23:5: resources.camunda.replicationGroup: unknown key; use one of `kind`, `dependsOn`, `deadlineMinutes`, `optional`, `startAlways`, `awakeOn`, `leaveAlone`, `cluster`, `service`, `fallbackDesired`',
  ],
  [
    'a missing key inside a resource',
    '    cluster: qa\n    service: qa-scoring',
    '    service: qa-scoring',
    'qa.yaml:24:3: resources.scoring.cluster: is missing; add `cluster: poc-atlas-dev`',
  ],
  [
    'a name of a resource that is not one',
    '  db:',
    '  my db:',
    'qa.yaml:14:3: resources["my db"]: `my db` is not a name: 1 to 40 lower-case letters, digits and hyphens, starting with a letter; rename it',
    'qa.yaml:23:17: resources.camunda.dependsOn[0]: resource `db` does not exist; use one of `my db`, `cache`, `kafka`, `scoring`, `sink`',
  ],
  [
    'a name of more than 40 characters',
    '  db:',
    '  ddddddddddddddddddddddddddddddddddddddddd:',
    'qa.yaml:14:3: resources.ddddddddddddddddddddddddddddddddddddddddd: `ddddddddddddddddddddddddddddddddddddddddd` is not a name: 1 to 40 lower-case letters, digits and hyphens, starting with a letter; rename it',
    'qa.yaml:23:17: resources.camunda.dependsOn[0]: resource `db` does not exist; use one of `ddddddddddddddddddddddddddddddddddddddddd`, `cache`, `kafka`, `scoring`, `sink`',
  ],
  [
    'a deadline beyond its limit',
    '{ start: 45 }',
    '{ start: 181, stop: 0 }',
    'qa.yaml:30:31: resources.scoring.deadlineMinutes.start: `181` is not a whole number from 1 to 180; for example, `start: 30`',
    'qa.yaml:30:42: resources.scoring.deadlineMinutes.stop: `0` is not a whole number from 1 to 180; for example, `stop: 30`',
  ],
  [
    'a task count of zero',
    'fallbackDesired: 2',
    'fallbackDesired: 0',
    'qa.yaml:28:22: resources.scoring.fallbackDesired: `0` is not a whole number from 1 to 1000; for example, `fallbackDesired: 1`',
  ],
  [
    'an unknown kind that begins like a known one',
    'kind: rds-instance',
    'kind: rds',
    'qa.yaml:15:11: resources.db.kind: `rds` is not known here; did you mean `rds-instance`?',
  ],
  [
    'an unknown kind',
    'kind: rds-instance',
    'kind: dynamodb-table',
    `qa.yaml:15:11: resources.db.kind: \`dynamodb-table\` is not known here; use one of ${everyKind}`,
  ],
  [
    'a resource without a kind',
    '    kind: rds-instance\n',
    '',
    `qa.yaml:14:3: resources.db.kind: is missing; use one of ${everyKind}`,
  ],
  [
    'a resource that is empty',
    '  db:\n    kind: rds-instance\n    instance: qa-db',
    '  db:',
    'qa.yaml:14:3: resources.db: is empty; for example, `db: { kind: rds-instance, instance: poc-atlas-dev-camunda }`',
  ],
  [
    'an ARN instead of a name',
    'instance: qa-db',
    'instance: arn:aws:rds:us-east-1:123456789012:db:qa-db',
    'qa.yaml:16:15: resources.db.instance: `arn:aws:rds:us-east-1:123456789012:db:qa-db` cannot be the identifier of the database instance, in lower case (a name alone, no ARN); for example, `instance: poc-atlas-dev-camunda`',
  ],
  [
    'a database identifier in upper case',
    'instance: qa-db',
    'instance: QA-db',
    'qa.yaml:16:15: resources.db.instance: `QA-db` cannot be the identifier of the database instance, in lower case (a name alone, no ARN); for example, `instance: poc-atlas-dev-camunda`',
  ],
  [
    'a cache that is to be stopped',
    'replicationGroup: qa-cache }',
    'replicationGroup: qa-cache, whenStopped: stop }',
    'qa.yaml:17:90: resources.cache.whenStopped: `stop` is not known here; use one of `keep`, `shrink`',
  ],
  [
    'a dependency on a misspelt name',
    '[camunda, kafka]',
    '[camuda, kafka]',
    'qa.yaml:29:17: resources.scoring.dependsOn[0]: resource `camuda` does not exist; did you mean `camunda`?',
  ],
  [
    'a dependency on nothing known',
    '[camunda, kafka]',
    '[camunda, zookeeper]',
    'qa.yaml:29:26: resources.scoring.dependsOn[1]: resource `zookeeper` does not exist; use one of `db`, `cache`, `kafka`, `camunda`, `sink`',
  ],
  [
    'a dependency on itself',
    '[camunda, kafka]',
    '[scoring, kafka]',
    'qa.yaml:29:17: resources.scoring.dependsOn[0]: `scoring` depends on itself; remove it',
  ],
  [
    'a dependency that is listed twice',
    '[camunda, kafka]',
    '[camunda, kafka, camunda]',
    'qa.yaml:29:33: resources.scoring.dependsOn[2]: `camunda` is listed twice; remove one',
  ],
  [
    'a dependency that is not in a list',
    '[camunda, kafka]',
    'camunda',
    'qa.yaml:29:16: resources.scoring.dependsOn: is `camunda`, but a list is needed; write `[camunda]`',
  ],
  [
    'a cycle',
    'dependsOn: [db]',
    'dependsOn: [db, scoring]',
    'qa.yaml:29:17: resources.scoring.dependsOn[0]: a dependency cycle that can never start: camunda → scoring → camunda; remove one of these',
  ],
  [
    'two resources that are the same in AWS',
    'service: qa-scoring',
    'service: qa-camunda',
    'qa.yaml:27:14: resources.scoring.service: is the same AWS resource as `camunda` (ecs-service qa/qa-camunda); keep one of the two',
  ],
  [
    'a key that is defined twice',
    '  scoring:',
    '  camunda:',
    'qa.yaml:24:3: resources.camunda: is defined twice; keep one of the two',
    'qa.yaml:29:17: resources.camunda.dependsOn[0]: `camunda` depends on itself; remove it',
  ],
];
