// One source of notifications, as the registry holds it.
import type { NotificationSource } from '#core/notification.ts';
import type { Policy } from './policy.ts';
import type { AnyDetail, AnyNotification, Recognised, Recogniser } from './recognition/recognised.ts';
import type { SlackMessage } from './rendering/message.ts';
import type { Reader } from './rendering/reader.ts';
import type { Renderers } from './rendering/renderers.ts';

type Facets<D extends AnyDetail, N extends NotificationSource> = {
  /** What routes call it. */
  readonly names: readonly N[];
  readonly recognise: Recogniser<D>;
  readonly render: Renderers<NoInfer<D>>;
  readonly policy: Policy<NoInfer<D>>;
};

export type Source<D extends AnyDetail = AnyDetail, N extends NotificationSource = NotificationSource> = {
  readonly names: readonly N[];
  /** The kinds of `detail` that are its own. */
  readonly kinds: readonly string[];
  readonly recognise: Recogniser<D>;
  readonly policy: Policy<D>;
  render(
    notification: Recognised<D>,
    reader: Reader,
    renderOther: (other: AnyNotification) => SlackMessage,
  ): SlackMessage;
};

type RenderKind<D extends AnyDetail> = (
  notification: AnyNotification,
  detail: D,
  reader: Reader,
  renderOther: (other: AnyNotification) => SlackMessage,
) => SlackMessage;

export const source = <D extends AnyDetail, const N extends NotificationSource>({
  render,
  ...facets
}: Facets<D, N>): Source<D, N> => ({
  ...facets,
  kinds: Object.keys(render),
  render(notification, reader, renderOther) {
    const { detail } = notification;
    // The key is the detail's own kind, which a type cannot say of a union.
    const renderKind = render[detail.kind as D['kind']] as unknown as RenderKind<D>;
    return renderKind(notification, detail, reader, renderOther);
  },
});
