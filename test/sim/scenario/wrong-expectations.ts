// Every way to write an expectation that can never be met, and what its author then reads.

/** The scenario that each of them is added to: four services of which one has an alarm, and a definition inside. */
export const head = `name: trial
environment:
  environment: shop
  region: us-east-1
  timeZone: America/Fortaleza
  schedule: { enabled: true, stop: { days: weekdays, at: "20:00" }, start: { days: weekdays, at: "08:00" } }
  notifications: { slack: { channel: "#shop", webhookSecret: shop/webhook } }
  resources:
    db: { kind: rds-instance, instance: db }
    web: { kind: ecs-service, cluster: shop, service: web, dependsOn: [db] }
clock: { from: 2026-11-19T19:30:00-03:00, to: 2026-11-20T09:00:00-03:00 }
world:
  db: { status: resizing-the-moon }
alarms:
  - { name: shop-web-tasks, watches: web }
expect:
`;

const night = 'the night is from 2026-11-19T19:30:00-03:00 to 2026-11-20T09:00:00-03:00';

/** Why it is wrong, what is expected, and the message after `trial.yaml:`. */
export const wrongExpectations: readonly (readonly [why: string, expect: string, message: string])[] = [
  ['a section that there is not', 'mesages: []', '17:3: expect.mesages: unknown key; did you mean `messages`?'],
  [
    'a run that ends as none can',
    'runs: [stop don]',
    '17:10: expect.runs[0]: `stop don` is not known here; did you mean `stop done`?',
  ],
  [
    'an outcome that no run has',
    'reports: [{ action: stop, outcome: blocked }]',
    '17:38: expect.reports[0].outcome: `blocked` is not known here; use one of `done`, `partial`, `failed`, `skipped`, `duplicate`, `stale`, `superseded`, `refused`, `dry-run`',
  ],
  [
    'a run that is done although something failed',
    'runs: [{ action: stop, outcome: done, resources: { db: failed } }]',
    '17:54: expect.runs[0].resources.db: a run with outcome done has no resource with outcome failed; expect `partial` or `failed` of the run, or `done` of the resource',
  ],
  [
    'a run that did nothing, but something to a resource',
    'reports: [{ outcome: stale, resources: { db: done } }]',
    '17:44: expect.reports[0].resources.db: a run with outcome stale does not act on resources; remove `resources`, or expect another outcome',
  ],
  [
    'a resource that does not exist',
    'resources: { wbe: { desired: 2 } }',
    '17:16: expect.resources.wbe: resource `wbe` does not exist in shop; use one of `db`, `web`',
  ],
  [
    'a fact of another kind',
    'resources: { db: { desired: 2 } }',
    '17:22: expect.resources.db.desired: a fact of ecs-service, auto-scaling-group and eks-node-group, but this is an rds-instance; use one of `status`',
  ],
  [
    'a status that a service never has',
    'resources: { web: { status: available } }',
    '17:31: expect.resources.web.status: `available` is not a status of an ecs-service in this night; use one of `steady`, `starting`, `draining`, `stopped`, `missing`',
  ],
  [
    'a status that is misspelt',
    'resources: { db: { status: stoped } }',
    '17:30: expect.resources.db.status: `stoped` is not a status of an rds-instance in this night; did you mean `stopped`?',
  ],
  [
    'bounds that AWS refuses',
    'resources: { web: { scaling: { min: 4, max: 2 } } }',
    '17:32: expect.resources.web.scaling: it has a `min` above its `max`, which AWS refuses; swap the two',
  ],
  [
    'a time after the night',
    'states: [{ at: 2026-11-21T09:00:00-03:00, resource: web, desired: 2 }]',
    `17:18: expect.states[0].at: is after the night has ended, so it never happens; move it, or the \`clock\`: ${night}`,
  ],
  [
    'a time span that ends before it begins',
    'messages: [{ contains: down, from: 2026-11-20T01:00:00-03:00, until: 2026-11-20T00:00:00-03:00 }]',
    '17:72: expect.messages[0].until: is not after `from`; let it end later, or remove one of the two',
  ],
  [
    'a channel that nothing is posted to',
    'messages: [{ channel: "#shopp" }]',
    '17:25: expect.messages[0].channel: nothing is posted to `#shopp`; did you mean `#shop`?',
  ],
  [
    'a pattern that is none',
    'messages: [{ matches: "web(" }]',
    '17:25: expect.messages[0].matches: `web(` is not a regular expression: Invalid regular expression: /web(/u: Unterminated group; for example, `matches: only partly up`',
  ],
  [
    'an alarm that does not exist',
    'alarms: [{ name: shop-web-task, times: 0 }]',
    '17:20: expect.alarms[0].name: alarm `shop-web-task` does not exist in this night; did you mean `shop-web-tasks`?',
  ],
  [
    'a memory of what does not exist',
    'memory: [wbe]',
    '17:12: expect.memory[0]: resource `wbe` does not exist in shop; use one of `db`, `web`',
  ],
];
