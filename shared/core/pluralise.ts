/** `1 alarm`, `2 alarms`; words that take more than an s are given both ways. */
export const pluralise = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
