// What is behind an alarm of an expression: CloudWatch calls it "Expression1" unless somebody gave it a name.

/** Of a series of an alarm, whichever door it came through. */
export type Series = {
  readonly id: string | undefined;
  readonly label: string | undefined;
  readonly expression: string | undefined;
  /** Undefined for an expression. */
  readonly metric: string | undefined;
  readonly namespace: string | undefined;
  readonly statistic: string | undefined;
  /** Of another account that shares its metrics. */
  readonly account: string | undefined;
};

const isGiven = (label: string, id: string | undefined): boolean => !/^Expression\d+$/.test(label) && label !== id;

/** What somebody called it; else what it is. */
export const nameOfSeries = ({ id, label, expression, metric }: Series): string =>
  (label !== undefined && isGiven(label, id) ? label : (metric ?? expression)) ?? label ?? 'a metric';

export type Behind = { readonly what: string; readonly account: string | undefined };

const described = ({ id, expression, metric, namespace, statistic, account }: Series): Behind => {
  const what = expression ?? [statistic, metric, namespace && `(${namespace})`].filter(Boolean).join(' ');
  return { what: `${id ?? '?'} = ${what}`, account };
};

const metricsMax = 5;

/** Nothing for an alarm of one metric, and of an expression the metrics and expressions that it is made of. */
export const behindExpression = (
  watched: Series | undefined,
  all: readonly Series[],
): { expression?: string; behind?: readonly Behind[]; behindNotListed?: number } => {
  if (watched?.expression === undefined) return {};
  const behind = all.filter((one) => one !== watched).map(described);
  return {
    expression: watched.expression,
    behind: behind.slice(0, metricsMax),
    ...(behind.length > metricsMax ? { behindNotListed: behind.length - metricsMax } : {}),
  };
};
