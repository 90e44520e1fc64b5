// How the messages of one source are made: one renderer per kind of what it shows.
import type { AnyDetail, AnyNotification } from '../recognition/recognised.ts';
import type { SlackMessage } from './message.ts';
import type { Reader } from './reader.ts';

/** `renderOther` is for what holds another notification. */
export type Renderers<D extends AnyDetail> = {
  readonly [K in D['kind']]: (
    notification: AnyNotification,
    detail: Extract<D, { readonly kind: K }>,
    reader: Reader,
    renderOther: (other: AnyNotification) => SlackMessage,
  ) => SlackMessage;
};
