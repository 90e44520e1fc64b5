import { Argument, Command } from 'commander';
import type { Action } from '#domain/definition.ts';
import type { Plan, PlanItem } from '#domain/plan.ts';
import { ordinaryNight } from '#sim/default-night.ts';
import { loadScenario } from '#sim/parse-scenario.ts';
import { planInSimulation } from '#sim/rehearsal.ts';
import { definitionFor } from '../environments.ts';
import { print, styled, table } from '../output.ts';

type Options = { readonly json?: true; readonly scenario?: string };

const mark: Record<PlanItem['decision'], string> = { act: '●', skip: '·', refuse: '✗' };
const color = { act: 'cyan', skip: 'dim', refuse: 'red' } as const;

const rowOf = ({ resource, kind, decision, reason, after }: PlanItem): string[] => [
  styled(color[decision], `${mark[decision]} ${resource}`),
  styled('dim', kind),
  decision,
  after.length > 0 ? `${reason} ${styled('dim', `(after ${after.join(', ')})`)}` : reason,
];

const show = ({ environment, action, stages, items }: Plan): void => {
  print(
    `${styled('bold', `${action} ${environment}`)}: ${items.length} resources in ${stages.length} stages; nothing is changed\n`,
  );
  const lines = table(items.map(rowOf), '    ');
  for (const [index] of stages.entries()) {
    print(`  stage ${index + 1} of ${stages.length}`);
    for (const [row, item] of items.entries()) if (item.stage === index + 1) print(lines[row]);
  }
  const acts = items.filter(({ decision }) => decision === 'act').length;
  const refused = items.filter(({ decision }) => decision === 'refuse');
  print(
    `\n  ${acts} to ${action}, ${items.length - acts - refused.length} left as they are, ${refused.length} refused`,
  );
};

export const planCommand = (): Command =>
  new Command('plan')
    .description('print the ordered plan of a start or a stop with a reason per resource; nothing is changed')
    .argument('<definition>', 'name of an environment, or path of a file')
    .addArgument(new Argument('<action>', 'what to plan').choices(['start', 'stop']))
    .option('--scenario <file>', 'take the world of the simulated AWS from a scenario file')
    .option('--json', 'print the plan as one JSON object')
    .addHelpText(
      'after',
      '\nThe world is the simulated AWS: everything up before a stop, everything down before a start.\n\nExamples:\n  curfew plan staging stop\n  curfew plan staging start --json',
    )
    .action(async (name: string, action: Action, { json, scenario }: Options) => {
      const definition = definitionFor(name);
      const night = ordinaryNight(definition, 1);
      const { world } = scenario === undefined ? night : loadScenario(scenario);
      const plan = await planInSimulation({ ...night, world }, action);
      if (json)
        print(JSON.stringify({ environment: plan.environment, action, stages: plan.stages, resources: plan.items }));
      else show(plan);
      if (plan.items.some(({ decision }) => decision === 'refuse')) process.exitCode = 1;
    });
