// How one source is treated, where that depends on the source. Every source has to answer all of it.
import type { AnyDetail, AnyNotification, Recognised } from './recognition/recognised.ts';

export type Policy<D extends AnyDetail = AnyDetail> = {
  /** Whether a planned downtime can be its cause at all. What cannot is posted in every case. */
  mayBeExpected(notification: Recognised<D>): boolean;
  /** Whether a digest may say it when there is much at once. What is rare and has to be read one by one is never folded. */
  mayBeFolded(notification: Recognised<D>): boolean;
  /** Whether it is about the whole account, so that it belongs to no environment just because it came by its topic. */
  isAccountWide(notification: Recognised<D>): boolean;
};

export const always = (_notification: AnyNotification): boolean => true;
export const never = (_notification: AnyNotification): boolean => false;
