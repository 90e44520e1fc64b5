/** The types of trace lines that docs/scenarios.md explains. */
export const documentedTypes = (text: string): string[] => {
  const section = text.slice(text.indexOf('## Trace\n')).split('\n## ')[0] ?? '';
  return [...section.matchAll(/^(?:- |\| )`([^`]+)`/gm)].map(([, type = '']) => type);
};
