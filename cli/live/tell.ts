// What a command says about its site: marked where it comes from the simulated AWS.
import { complain, printJson, printLines } from '../terminal/output.ts';
import { marked, markedJson } from '../terminal/simulated.ts';
import type { Site } from './site.ts';

type Where = Pick<Site, 'isSimulated'>;

export const tell = ({ isSimulated }: Where, lines: string | readonly string[]): void =>
  printLines(marked(typeof lines === 'string' ? [lines] : lines, isSimulated));

export const tellJson = ({ isSimulated }: Where, value: object): void => printJson(markedJson(value, isSimulated));

/** A list stays one: each of what is in it is marked. */
export const tellJsonList = ({ isSimulated }: Where, values: readonly object[]): void =>
  printJson(values.map((value) => markedJson(value, isSimulated)));

/** On stderr. */
export const complainOf = ({ isSimulated }: Where, text: string): void =>
  complain(marked(text.split('\n'), isSimulated).join('\n'));
