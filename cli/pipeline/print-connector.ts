// Prints the configuration of a pipeline's MongoDB source connector.
import { InputError } from '#core/errors.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import { connectorConfig } from '#pipeline/mongodb/connector-config.ts';
import { printText } from '../terminal/output.ts';

/** Throws `InputError` for a file without source or topics. */
export const printConnector = (file: string): void => {
  const { source, topics } = loadPipeline(file);
  if (!source || !topics) throw new InputError(`${file} needs the sections \`source\` and \`topics\` for a connector`);
  printText(`${JSON.stringify(connectorConfig(source.mongodb, topics.deadLetters), null, 2)}\n`);
};
