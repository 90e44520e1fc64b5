// Reads a connector's configuration as people write it: JSON, or what was meant to be JSON.
import { isRecord } from '../is-record.ts';

import type { ConfigProblem } from './config-problem.ts';
import type { ConnectorConfig } from './connector-config.ts';

type ReadConfig = { readonly config: ConnectorConfig; readonly problems: readonly ConfigProblem[] };

/** Kafka Connect takes `{name, config: {…}}` as well as the flat form. */
const flat = (content: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  isRecord(content.config)
    ? { ...(content.name === undefined ? {} : { name: content.name }), ...content.config }
    : content;

const asText = (content: Readonly<Record<string, unknown>>): ReadConfig => {
  const entries = Object.entries(flat(content));
  const problems = entries.flatMap(([key, value]): ConfigProblem[] =>
    typeof value === 'object'
      ? [{ key, what: 'is not a text', remedy: 'write the value in quotes', severity: 'error' }]
      : [],
  );
  return { config: Object.fromEntries(entries.map(([key, value]) => [key, String(value)])), problems };
};

const pair = /^\s*"([^"]+)"\s*:\s*"(.*)"\s*,?\s*$/;

/** Quotes within a value that are not escaped: the rest of the file can still be read, line by line. */
const byLines = (text: string, message: string): ReadConfig => {
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => {
    const [, key, value] = pair.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [{ key, value, line: index + 1 }];
  });
  const broken = found.filter(({ value }) => /(^|[^\\])"/.test(value));
  const problems = broken.map(
    ({ key, line }): ConfigProblem => ({
      key,
      what: `the file is not JSON: the quotes within the value in line ${line} are not escaped`,
      remedy: 'write \\" for each of them',
      severity: 'error',
    }),
  );
  const whole: ConfigProblem = {
    key: '',
    what: `the file is not JSON: ${message}`,
    remedy: 'correct it',
    severity: 'error',
  };
  return {
    config: Object.fromEntries(found.map(({ key, value }) => [key, value])),
    problems: problems.length > 0 ? problems : [whole],
  };
};

/** Never throws: what cannot be read is a problem, and what can be read is still checked. */
export const readConnectorConfig = (text: string): ReadConfig => {
  try {
    const content: unknown = JSON.parse(text);
    if (isRecord(content)) return asText(content);
    return {
      config: {},
      problems: [
        { key: '', what: 'the file is not a JSON object', remedy: 'write `{"key": "value"}`', severity: 'error' },
      ],
    };
  } catch (error) {
    return byLines(text, error instanceof Error ? error.message : String(error));
  }
};
