/** A run is named by when it was to begin: `staging-stop-20261120T230000Z`. */
export const begunAt = (run: string): number | undefined => {
  const [, year, month, day, hour, minute, second] = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:-|$)/.exec(run) ?? [];
  return year === undefined ? undefined : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};
