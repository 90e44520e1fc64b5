// What an operator reads when a definition is wrong: file, line and column, the path, what is wrong and a remedy.
import { describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { parseDefinition } from '#definition/load.ts';
import { validYaml } from './wrong-file.ts';
import { wrongFiles } from './wrong-files.ts';

const messageAbout = (text: string): string => {
  try {
    parseDefinition(text, 'qa.yaml');
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return '';
};

const complaintsAbout = (text: string): string[] =>
  messageAbout(text)
    .split('\n')
    .slice(1)
    .map((line) => line.trim());

const spoilt = (from: string, to: string): string => {
  expect(validYaml.split(from), `\`${from}\` occurs exactly once`).toHaveLength(2);
  return validYaml.replace(from, () => to);
};

describe('a wrong definition', () => {
  it('a wrong definition is only what the table spoils: the text it starts from is valid', () => {
    expect(messageAbout(validYaml)).toBe('');
  });

  it.each(wrongFiles)('a wrong definition is answered with place and remedy: %s', (_, from, to, ...complaints) => {
    expect(complaintsAbout(spoilt(from, to))).toEqual(complaints);
  });

  it('a wrong definition is introduced by the file and the number of problems', () => {
    expect(messageAbout(spoilt('us-east-1', 'mars')).split('\n')[0]).toBe(
      'qa.yaml is not a valid environment definition, 1 problem:',
    );
    expect(messageAbout('')).toBe("qa.yaml is empty; begin with a copy of another environment's file");
    expect(messageAbout('# nothing but a comment\n')).toMatch(/^qa.yaml is empty/);
  });

  it('the answer to a wrong definition lists the problems in the order of the file, wherever they were found', () => {
    const text = spoilt('[camunda, kafka]', '[nobody]').replace('us-east-1', 'mars').replace('qa-db', 'QA');
    const lines = complaintsAbout(text).map((complaint) => Number(complaint.split(':')[1]));
    expect(lines).toEqual([2, 16, 29]);
  });

  it('the answer to a wrong definition reports every cycle of dependencies in a definition', () => {
    const text = spoilt('dependsOn: [db]', 'dependsOn: [scoring]').replace('qa-db', 'qa-db\n    dependsOn: [sink]');
    const cycles = complaintsAbout(text.replace('[kafka], optional', '[db], optional')).map(
      (complaint) => /start: (.*);/.exec(complaint)?.[1],
    );
    expect(cycles).toEqual(['camunda → scoring → camunda', 'db → sink → db']);
  });

  it.each([
    ['in its place', spoilt('qa/slack-webhook', 'https://hooks.slack.com/services/T000/B000/XXXX')],
    [
      'under a key that does not exist',
      spoilt('webhookSecret: ', 'webhook: https://hooks.slack.com/services/T/B/XXXX #'),
    ],
    ['as a key', spoilt('webhookSecret: ', '? https://hooks.slack.com/services/T000/B000/XXXX\n    : ')],
    ['in broken YAML', spoilt('qa/slack-webhook', '"https://hooks.slack.com/services/T000/B000/XXXX')],
    ['as the name of a tag', spoilt('webhookSecret: ', 'webhookSecret: !https://hooks.slack.com/services/T/B/XXXX ')],
  ])('the answer to a wrong definition never repeats the URL of a webhook: %s', (_, text) => {
    expect(messageAbout(text)).not.toBe('');
    expect(messageAbout(text)).not.toContain('XXXX');
  });

  it('the answer to a wrong definition keeps each problem on one line, whatever the values contain', () => {
    const text = spoilt('"#qa"', '"line\\nbreak\\u001b[31m"');
    expect(complaintsAbout(text)).toHaveLength(1);
    expect(messageAbout(text)).not.toContain('\u001b');
  });
});
