// Whether a role may do something, as IAM decides it over the policies of a template: an explicit Deny wins, an Allow is needed, and
// a statement counts only if action, resource and every condition fit. What it does not know it refuses to judge.
import { type Found, text, texts } from './synthesised.ts';

type Context = Readonly<Record<string, string | readonly string[]>>;

export type Request = { readonly action: string; readonly resource: string; readonly context?: Context };

type Document = Readonly<Record<string, unknown>>;

/** `*` is any text and `?` any character. */
const fits = (pattern: string, value: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(value);

const sameCase = (pattern: string, value: string): boolean => pattern === value;

const comparisons: Readonly<Record<string, (expected: string, value: string) => boolean>> = {
  StringEquals: sameCase,
  StringLike: fits,
  ArnEquals: fits,
  ArnLike: fits,
  Bool: (expected, value) => expected.toLowerCase() === value.toLowerCase(),
};

/** One key of one operator. A key that the request does not have fits nothing, unless the operator says `IfExists`. */
const holds = (operator: string, expected: readonly string[], value: readonly string[] | undefined): boolean => {
  if (operator === 'Null') return (value === undefined) === (expected[0] === 'true');
  const [, all, name = '', ifExists] = /^(ForAllValues:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const compare = comparisons[name];
  if (!compare) throw new Error(`this evaluator does not know the operator ${operator}`);
  if (value === undefined) return ifExists !== undefined || all !== undefined;
  const fitsOne = (one: string): boolean => expected.some((pattern) => compare(pattern, one));
  return all === undefined ? value.some(fitsOne) : value.every(fitsOne);
};

const conditionHolds = (condition: unknown, context: Context): boolean =>
  Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => {
      const value = context[key];
      return holds(operator, texts(expected), value === undefined ? undefined : [value].flat());
    }),
  );

const applies = (statement: Document, { action, resource, context = {} }: Request): boolean => {
  if ('NotAction' in statement || 'NotResource' in statement)
    throw new Error('this evaluator knows neither NotAction nor NotResource');
  return (
    texts(statement.Action).some((pattern) => fits(pattern.toLowerCase(), action.toLowerCase())) &&
    texts(statement.Resource).some((pattern) => fits(pattern, resource)) &&
    conditionHolds(statement.Condition, context)
  );
};

const decides = (statements: readonly Document[], effect: 'Allow' | 'Deny', request: Request): boolean =>
  statements.some((statement) => statement.Effect === effect && applies(statement, request));

/** What AWS asks of one call may be several requests: each has to be allowed. */
export const mayDo = (policies: readonly Found[], requests: readonly Request[]): boolean => {
  const statements = policies.flatMap(
    ({ properties }) => (properties.PolicyDocument as { readonly Statement: Document[] }).Statement,
  );
  return requests.every((request) => decides(statements, 'Allow', request) && !decides(statements, 'Deny', request));
};

/** Whether a service may take a role while it acts for an account. */
export const mayBeTaken = (role: Found, service: string, context: Context): boolean =>
  (role.properties.AssumeRolePolicyDocument as { readonly Statement: Document[] }).Statement.some((statement) => {
    const { Service } = statement.Principal as { readonly Service?: unknown };
    return Service !== undefined && text(Service) === service && conditionHolds(statement.Condition, context);
  });
