// A rule on an event bus, with a schedule or a pattern. What it would have sent while it is disabled is not sent later.

import { eventsName, ourRefusal, switched } from '../described/usual-parts.ts';
import { awsName } from '../fields.ts';
import { memberOf, refusals } from '../refusals.ts';
import { statusKind } from '../status-kind.ts';

const withAllEvents = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

const managed = refusals({ MANAGED_RULE: memberOf('managedBy', 'the service', 'which works by it') });

export const eventbridgeRule = statusKind({
  kind: 'eventbridge-rule',
  help: 'An EventBridge rule, disabled and enabled. Events that come while it is disabled are not sent later.',
  fields: {
    rule: eventsName('name of the EventBridge rule', 'poc-atlas-dev-nightly'),
    bus: awsName(/^[/.\-_A-Za-z0-9]{1,256}$/, 'name of its event bus', 'default').default('default'),
  },
  identity: ['bus', 'rule'],
  ...switched('rule', 'EventBridge rules: disabled and enabled.', 'ConcurrentModificationException'),
  statuses: { up: ['ENABLED', withAllEvents], down: ['DISABLED'], moving: [], broken: [] },
  cannotStop: (facts, { rule } = {}) =>
    ourRefusal(
      facts.status === withAllEvents,
      'ALL_CLOUDTRAIL_EVENTS',
      'it also receives read-only management events, which EnableRule would not bring back',
    ) ??
    ourRefusal(String(rule).startsWith('curfew-'), 'OWN_RULE', 'is one of the rules of Curfew itself') ??
    managed(facts),
  calls: { service: 'eventbridge', reads: ['ListRules'], start: 'EnableRule', stop: 'DisableRule' },
  // On the default bus the ARN does not name the bus.
  arn: { service: 'events', prefix: 'rule/', named: (name) => name.replace(/^default\//, '') },
  readArns: ['rule/*'],
  metric: { namespace: 'AWS/Events', name: 'TriggeredRules', dimension: 'RuleName' },
});
