// The keys of JSON output as docs/commands.md lists them: `- \`plan\`: \`environment\`, \`resources\` (each \`resource\`, \`after\`?)`.
import { readFileSync } from 'node:fs';

export type Keys = ReadonlyMap<string, { readonly isOptional: boolean; readonly each?: Keys }>;

const sectionOf = (title: string): string[] => {
  const page = readFileSync('docs/commands.md', 'utf8');
  const [, section = ''] = new RegExp(`^## ${title}$([^]*?)(?=^## )`, 'm').exec(page) ?? [];
  return section.split('\n').filter((line) => line.startsWith('- '));
};

const key = /`([A-Za-z]+)`(\?)?(?: \(each ([^)]*)\))?/g;

const keysIn = (text: string): Keys =>
  new Map(
    [...text.matchAll(key)].map(([, name = '', optional, each]) => [
      name,
      { isOptional: optional !== undefined, ...(each === undefined ? {} : { each: keysIn(each) }) },
    ]),
  );

const namesIn = (head: string): string[] => [...head.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

/** Of the report, whose lines say what stands before their colon. */
export const reportKeys = keysIn(
  sectionOf('Reports and notices')
    .map((line) => /^- (.*?): /.exec(line)?.[1] ?? '')
    .join(', '),
);

/** By command; what stands behind a semicolon is said in words. */
export const jsonKeys: ReadonlyMap<string, Keys> = new Map(
  sectionOf('JSON output').flatMap((line) => {
    const [, head = '', text = ''] = /^- (.*?): (.*)$/.exec(line) ?? [];
    return namesIn(head).map((name) => [name, keysIn(text.split(';')[0] ?? '')] as const);
  }),
);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the page says and the value has not, and the reverse. */
export const differences = (value: unknown, keys: Keys, place = ''): string[] => {
  if (!isObject(value)) return [];
  const unlisted = Object.keys(value).filter((name) => name !== 'simulated' && !keys.has(name));
  const missing = [...keys].filter(([name, { isOptional }]) => !isOptional && !(name in value));
  return [
    ...unlisted.map((name) => `${place}${name} is not listed`),
    ...missing.map(([name]) => `${place}${name} is listed, but not printed`),
    ...[...keys].flatMap(([name, { each }]) => {
      const inside = value[name];
      return each && Array.isArray(inside) ? inside.flatMap((one) => differences(one, each, `${name}.`)) : [];
    }),
  ];
};
