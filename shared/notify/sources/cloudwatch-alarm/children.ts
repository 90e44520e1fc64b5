// The alarms that a composite alarm is made of: which of them fired, and why. AWS lists those that triggered it, without their reasons,
// and none when somebody set its state by hand; all their names are in its rule.
import type { AlarmStanding, ChildAlarm, CompositeAlarm } from './detail.ts';
import { alarmNameOf } from './state.ts';

const childrenMax = 100;

/** `ALARM("name")`, `OK(name)`, `INSUFFICIENT_DATA("arn:…")`. */
const inRule =
  /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s{0,5}\(\s{0,5}(?:"([^"]{1,1600})"|'([^']{1,1600})'|([^\s"'()]{1,1600}))\s{0,5}\)/g;

/** Those that are listed first. */
export const childNames = ({ rule, children }: Pick<CompositeAlarm, 'rule' | 'children'>): string[] => {
  const ruled = [...(rule ?? '').slice(0, 20_000).matchAll(inRule)].map(
    ([, one, other, bare]) => one ?? other ?? bare ?? '',
  );
  return [...new Set([...children.map(({ name }) => name), ...ruled.map(alarmNameOf)])].slice(0, childrenMax);
};

/** What was listed stays as it was when the composite alarm changed; the reason is that of the same state. */
const completed = (child: ChildAlarm, standing: AlarmStanding | undefined): ChildAlarm =>
  standing && (child.state === undefined || child.state === standing.state) ? { ...child, ...standing } : child;

/** Those in alarm, or if there are none all that were listed. */
export const withStandings = (detail: CompositeAlarm, now: ReadonlyMap<string, AlarmStanding>): CompositeAlarm => {
  const listed = new Map(detail.children.map((child) => [child.name, child]));
  const children = childNames(detail).flatMap((name): ChildAlarm[] => {
    const child = listed.get(name);
    const standing = now.get(name);
    if (child) return [completed(child, standing)];
    return standing?.state === 'ALARM' ? [{ name, ...standing }] : [];
  });
  return { ...detail, children };
};
