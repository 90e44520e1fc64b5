// The source map of a bundle, before and after what it says about packages is cut down, as Node itself reads it.
import { SourceMap } from 'node:module';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { withLinesOf, withNamesOfFunctions, withPlacesOfLines } from '../../scripts/source-map.ts';

const code = `export const first = (value) => {
  const doubled = value * 2;
  throw new Error(\`too much: \${doubled}\`);
};
export const second = (value) => first(value + 1);
`;

const { code: generated, map } = transformSync(code, { sourcefile: 'own.ts', sourcemap: 'external', minify: true });
const before = JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0];
const columnOf = (text: string): number => generated.indexOf(text);
const entryAt = (payload: typeof before, text: string) => new SourceMap(payload).findEntry(0, columnOf(text));

describe('a source map', () => {
  it('a source map stays as it is for what is known', () => {
    const after = withLinesOf(before, () => true);

    expect(after.mappings).toBe(before.mappings);
    expect(new Set(after.names)).toEqual(new Set(before.names));
    expect(entryAt(after, 'throw')).toEqual(entryAt(before, 'throw'));
    expect(entryAt(after, 'throw')).toMatchObject({ originalSource: 'own.ts', originalLine: 2, originalColumn: 2 });
  });

  it('a source map names no more than the module of what is not', () => {
    const after = withLinesOf(before, () => false);

    expect(entryAt(after, 'throw')).toMatchObject({ originalSource: 'own.ts', originalLine: 0, originalColumn: 0 });
    expect(after.names).toEqual([]);
    expect(after.mappings.length).toBeLessThan(before.mappings.length / 5);
  });

  it('a source map with places of lines finds the same line and the same name for every place of the code', () => {
    const after = withPlacesOfLines(before);
    const [full, short] = [new SourceMap(before), new SourceMap(after)];
    const lineAt = (map: SourceMap, column: number) =>
      (map.findEntry(0, column) as { originalLine?: number }).originalLine;

    for (let column = 0; column < generated.length; column++) expect(lineAt(short, column)).toBe(lineAt(full, column));
    expect(after.names).toEqual(before.names);
    expect(after.mappings.length).toBeLessThan(before.mappings.length);
  });

  it('a source map names functions where they are called or made, and nothing else', () => {
    const made = transformSync(
      'const inner = (value) => other(value); function deep(first) { const kept = first; return inner(kept) + kept; } export { deep };',
      { sourcefile: 'own.ts', sourcemap: 'external', minify: true, format: 'esm' },
    );
    const after = withPlacesOfLines(withLinesOf(withNamesOfFunctions(JSON.parse(made.map), made.code), () => true));

    expect(new Set(after.names)).toEqual(new Set(['inner', 'deep']));
  });

  it('a source map keeps modules apart that follow each other', () => {
    const two = { ...before, sources: ['own.ts', 'package.js'], names: [], mappings: 'AACA,KCDA,EAEE,IDFF' };

    const after = withLinesOf(two, (source) => source === 'own.ts');

    const places = [0, 6, 8, 13].map((column) => {
      const { originalSource, originalLine } = new SourceMap(after).findEntry(0, column) as Record<string, unknown>;
      return [originalSource, originalLine];
    });
    expect(places).toEqual([
      ['own.ts', 1],
      ['package.js', 0],
      ['package.js', 0],
      ['own.ts', 0],
    ]);
  });
});
