// The port to alarms. Its adapter is cloudwatch-alarms.ts.
import type { Alarm, MuteRule } from '#core/alarm.ts';

export type Alarms = {
  /** All alarms with one of these names, or whose names begin so. Throws `OperationError`. */
  find(query: { readonly names: readonly string[]; readonly prefixes: readonly string[] }): Promise<Alarm[]>;
  /**
   * Those of them that stay silent without Curfew: somebody disabled their actions, or a rule is in force whose name does not
   * begin like `ours`. Throws `OperationError`.
   */
  quiet(names: readonly string[], ours: string): Promise<ReadonlySet<string>>;
  /** Puts a rule, in place of one by the same name. Throws `OperationError`. */
  mute(rule: MuteRule): Promise<void>;
  /** Deletes a rule by its name; none by that name is no error. Throws `OperationError`. */
  unmute(rule: string): Promise<void>;
};
