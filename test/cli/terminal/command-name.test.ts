// The command is called as it works where the message is read.
import { describe, expect, it } from 'vitest';
import { commandNameOn, withCommandName } from '../../../cli/terminal/command-name.ts';

describe('the name of the command', () => {
  it('the name of the command is `curfew` where it is installed for the machine, else `npx curfew`', () => {
    const has = (folder: string) => (file: string) => file === `${folder}/curfew`;

    expect(commandNameOn('/usr/bin:/usr/local/bin', has('/usr/local/bin'))).toBe('curfew');
    expect(commandNameOn('/usr/bin', has('/usr/local/bin'))).toBe('npx curfew');
    expect(commandNameOn('/home/ana/shop/node_modules/.bin:/usr/bin', has('/home/ana/shop/node_modules/.bin'))).toBe(
      'npx curfew',
    );
  });

  it.each([
    ['To follow it: curfew runs staging --follow', 'To follow it: npx curfew runs staging --follow'],
    ['See curfew plan --help', 'See npx curfew plan --help'],
    ['See curfew --help', 'See npx curfew --help'],
    ['`curfew status` lists silences', '`npx curfew status` lists silences'],
    ['npx curfew status', 'npx curfew status'],
    ['Usage: curfew plan [options]', 'Usage: curfew plan [options]'],
    ['curfew-staging-stop is a function', 'curfew-staging-stop is a function'],
    ['Curfew leaves it alone', 'Curfew leaves it alone'],
  ])('the name of the command stands in messages: %s', (text, expected) => {
    expect(withCommandName(text, 'npx curfew')).toBe(expected);
    expect(withCommandName(text, 'curfew')).toBe(text);
  });
});
