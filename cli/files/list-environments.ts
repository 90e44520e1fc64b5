// `curfew ls`: the environments of the folder, those that are not valid last.
import { InputError } from '#core/errors.ts';
import { printJson, printLines, styled, terminalWidth } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';
import { allNames, environmentsDirectory, loadedDefinitionFor } from './environments.ts';

type Listed = {
  readonly environment: string;
  readonly file: string;
  readonly valid: boolean;
  readonly region?: string;
  readonly resources?: number;
  readonly schedule?: 'on' | 'off';
};

const listed = (environment: string): Listed => {
  try {
    const { definition, file } = loadedDefinitionFor(environment);
    const { region, resources, schedule } = definition;
    return {
      environment,
      file,
      valid: true,
      region,
      resources: resources.length,
      schedule: schedule.enabled ? 'on' : 'off',
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { environment, file: `${environmentsDirectory}/${environment}.yaml`, valid: false };
  }
};

const rowOf = ({ environment, valid, region, resources, schedule, file }: Listed): string[] => [
  valid ? environment : styled('red', environment),
  resources === undefined ? '–' : String(resources),
  schedule ?? '–',
  region ?? '–',
  valid ? file : `${file}: not valid; to see why: curfew validate ${environment}`,
];

const columnsOf = () => {
  const [name, count, schedule, region, file] = ['environment', 'resources', 'schedule', 'region', 'file'].map(
    (text) => ({
      head: styled('dim', text),
    }),
  );
  return [name, count, schedule, { ...region, canGo: 1 }, { ...file, isText: true as const }].map(
    (column) => column ?? {},
  );
};

/** Answers with the exit code. */
export const listEnvironments = (json: boolean): 0 | 2 => {
  const all = allNames().map(listed);
  if (json) for (const one of all) printJson(one);
  else {
    const rows = all.toSorted((a, b) => Number(b.valid) - Number(a.valid)).map(rowOf);
    printLines(table({ columns: columnsOf(), rows, indent: '', width: terminalWidth() }));
  }
  return all.every(({ valid }) => valid) ? 0 : 2;
};
