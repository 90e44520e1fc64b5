import type { Wire } from './fields.ts';

export type Api<Request, Reply> = {
  readonly key: number;
  /** From this version on, compact. */
  readonly flexibleFrom: number;
  readonly request: Wire<Request>;
  readonly reply: Wire<Reply>;
};

export const api = <Request, Reply>(
  key: number,
  flexibleFrom: number,
  request: Wire<Request>,
  reply: Wire<Reply>,
): Api<Request, Reply> => ({ key, flexibleFrom, request, reply });
