// A notification with this detail, of which nothing else matters.
import type { AnyDetail, Recognised } from '#notify/recognition/recognised.ts';

export const recognised = <D extends AnyDetail>(detail: D, more: Partial<Recognised<D>> = {}): Recognised<D> =>
  ({
    ...{ source: 'event', name: 'x', severity: 'info', state: 'event', resources: [] },
    ...more,
    detail,
  }) as Recognised<D>;
