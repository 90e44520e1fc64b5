// The mark of what comes from the simulated AWS: nobody is to take it for the real one. Pure.

export const rehearsalMark = '[rehearsal]';

/** Every block, which an empty line ends, begins with the mark. */
export const marked = (lines: readonly string[], isSimulated: boolean): string[] =>
  isSimulated
    ? lines.map((line, index) => {
        const begins = line !== '' && (index === 0 || lines[index - 1] === '');
        return begins && !line.includes(rehearsalMark) ? `${rehearsalMark} ${line.trimStart()}` : line;
      })
    : [...lines];

/** For programs. */
export const markedJson = <T extends object>(value: T, isSimulated: boolean): T & { readonly simulated?: true } =>
  isSimulated ? { ...value, simulated: true } : value;

/** One line of JSON that is written already. */
export const markedJsonLine = (json: string): string => json.replace(/\}$/, ',"simulated":true}');
