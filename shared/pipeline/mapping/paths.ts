// Which fields of the event an expression of a rule reads.
import jsonata from 'jsonata';
import { isRecord } from '../is-record.ts';
import { markedExpression } from './expression.ts';

const nameOf = (node: unknown): string => (isRecord(node) ? String(node.value) : '');

/** `$before.a` reads `before.a`; `$changed('a')` reads `after.a`. `$` alone, and `$op`, read no field. */
const pathOf = (steps: readonly unknown[]): readonly string[] => {
  const [first, ...rest] = steps;
  const isContext = isRecord(first) && first.type === 'variable' && first.value === '';
  return (isContext ? rest : steps).map(nameOf);
};

const fieldOfChanged = (node: Readonly<Record<string, unknown>>): readonly (readonly string[])[] => {
  const [argument] = Array.isArray(node.arguments) ? node.arguments : [];
  if (nameOf(node.procedure) !== 'changed' || !isRecord(argument) || argument.type !== 'string') return [];
  return [['after', ...String(argument.value).replaceAll('`', '').split('.')]];
};

const walk = (node: unknown): readonly (readonly string[])[] => {
  if (Array.isArray(node)) return node.flatMap(walk);
  if (!isRecord(node)) return [];
  if (node.type === 'path' && Array.isArray(node.steps)) return [pathOf(node.steps)];
  const inside = ['lhs', 'rhs', 'expression', 'expressions', 'condition', 'then', 'else', 'arguments'].flatMap((key) =>
    walk(node[key]),
  );
  return node.type === 'function' ? [...fieldOfChanged(node), ...inside] : inside;
};

/** Each path once. The expression is one that was compiled before. */
export const pathsIn = (written: string): readonly (readonly string[])[] => {
  const paths = walk(jsonata(markedExpression(written) ?? written).ast()).filter((path) => path.length > 0);
  return [...new Map(paths.map((path) => [path.join('\n'), path])).values()];
};
