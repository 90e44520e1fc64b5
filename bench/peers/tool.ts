// What is compared: something that stops and starts an environment, and what it took.
import type { Action } from '#core/action.ts';

export type Used = {
  /** 0: the tool says that all went well. Negative: killed. */
  readonly code: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
};

export type Where = {
  /** Of the meter. */
  readonly url: string;
  readonly folder: string;
  readonly count: number;
  readonly tableName: string;
  readonly topicArn: string;
  /** What a release deploys, as a function finds it on Lambda. */
  readonly functions: string;
  readonly killBy: (how: () => void) => void;
};

export type Tool = {
  readonly name: string;
  readonly run: (action: Action, where: Where, takeOver?: boolean) => Promise<Used>;
};

/** moto takes any. */
export const credentials = {
  AWS_ACCESS_KEY_ID: 'moto-takes-any',
  AWS_SECRET_ACCESS_KEY: 'moto-takes-any',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
};
