// A table for people, of figures that are printed one by one for programs: what is compared in columns, what it is judged by in rows.

export type Matrix = {
  readonly matrix: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly what: string; readonly cells: readonly string[] }[];
};

export const matrixText = ({ matrix, columns, rows }: Matrix): string => {
  const table = [['', ...columns], ...rows.map(({ what, cells }) => [what, ...cells])];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  const lines = table.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return ['', matrix, ...lines, ''].join('\n');
};
