// A rule on an event bus, with a schedule or a pattern. What it would have sent while it is disabled is not sent later.
import { awsName } from '../fields.ts';
import { memberOf, refusals } from '../refusals.ts';
import { statusKind } from '../status-kind.ts';

export const eventbridgeRule = statusKind({
  kind: 'eventbridge-rule',
  help: 'An EventBridge rule, disabled and enabled. Events that come while it is disabled are not sent later.',
  fields: {
    rule: awsName(/^[.\-_A-Za-z0-9]{1,64}$/, 'name of the EventBridge rule', 'poc-atlas-dev-nightly'),
    bus: awsName(/^[/.\-_A-Za-z0-9]{1,256}$/, 'name of its event bus', 'default').default('default'),
  },
  identity: ['bus', 'rule'],
  deadlineMinutes: { start: 15, stop: 15 },
  init: { order: 'connector', role: 'client', word: 'rule', heading: 'EventBridge rules: disabled and enabled.' },
  statuses: {
    up: ['ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'],
    down: ['DISABLED'],
    moving: [],
    broken: [],
  },
  cannotStop: refusals({
    MANAGED_RULE: memberOf('managedBy', 'the service', 'which works by it'),
    ALL_CLOUDTRAIL_EVENTS: [
      { state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' },
      'it also receives read-only management events, which EnableRule would not bring back',
    ],
    OWN_RULE: ({ name }) =>
      name && /^curfew-/.test(String(name)) ? 'is one of the rules of Curfew itself' : undefined,
  }),
  calls: { service: 'eventbridge', reads: ['ListRules'], start: 'EnableRule', stop: 'DisableRule' },
  // On the default bus the ARN does not name the bus.
  arn: { service: 'events', prefix: 'rule/', named: (name) => name.replace(/^default\//, '') },
  readArns: ['rule/*'],
  metric: { namespace: 'AWS/Events', name: 'TriggeredRules', dimension: 'RuleName' },
  notPriced: 'a rule costs nothing by the hour: it is disabled so that nothing fires at what sleeps',
  rehearsal: {
    prefix: 'rule',
    via: { start: 'ENABLED', stop: 'DISABLED' },
    refused: 'ConcurrentModificationException',
    notFound: 'ResourceNotFoundException',
    takesAgain: true,
    facts: { managedBy: 'states.amazonaws.com' },
  },
});
