// Prints the configuration of a pipeline's MongoDB source connector.
import { InputError } from '#core/errors.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import { connectorConfig } from '#pipeline/mongodb/connector-config.ts';
import { printJson, printText } from '../terminal/output.ts';

/** On one line for programs. Throws `InputError` for a file without source or topics. */
export const printConnector = (file: string, json: boolean): void => {
  const { source, topics } = loadPipeline(file);
  if (!source || !topics) throw new InputError(`${file} needs the sections \`source\` and \`topics\` for a connector`);
  const config = connectorConfig(source.mongodb, topics.deadLetters);
  if (json) printJson(config);
  else printText(`${JSON.stringify(config, null, 2)}\n`);
};
