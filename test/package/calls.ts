// What somebody does first with the package, and what comes of it. The paths are those of the folder it is installed in.
const scenario = 'node_modules/curfew/sim/scenarios/slow-database.yaml';
const held = /✓ (\d+) of \1 invariants \(rules that every night must keep\) held/;
const example = (name: string) => `node_modules/curfew/examples/atlas/${name}.yaml`;

/** Arguments, exit code, and what the output says. */
export const calls: readonly (readonly [args: string, says: RegExp])[] = [
  ['--help', /^Usage: curfew/],
  ['validate my.yaml', /^✓ my: 2 resources in 2 stages/],
  ['plan my.yaml stop --rehearsal', /stop my: 2 resources/],
  ['rehearse my.yaml --html night.html', held],
  ['rehearse', held],
  [`rehearse --scenario ${scenario}`, held],
  ['init mine --rehearsal', /environments\/mine\.yaml/],
  ['deploy my.yaml --rehearsal', /my is deployed/],
  ['template my.yaml', /"Description":"Curfew: scheduled operations of my"/],
];

export const moreCalls: typeof calls = [
  ['rehearse my.yaml --nights 5', /5 nights in .*: 0 violations/],
  ['status my.yaml --rehearsal', /db +available +rds-instance/],
  [`savings ${example('staging')} --rehearsal`, /staging/],
  ...['staging', 'staging2', 'prod'].map((name) => [`validate ${example(name)}`, /^✓/] as const),
  ...['staging', 'staging2'].map((name) => [`rehearse ${example(name)}`, held] as const),
];
