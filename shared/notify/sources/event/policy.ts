// Any other event of EventBridge is treated as the source that it counts as.
import type { NotificationSource } from '#core/notification.ts';
import type { Policy } from '#notify/policy.ts';

const isOf =
  (...names: readonly NotificationSource[]) =>
  ({ source }: { readonly source: NotificationSource }): boolean =>
    names.includes(source);

const isOfAws = isOf('health', 'guardduty');

export const policy: Policy = {
  mayBeExpected: (notification) => !isOfAws(notification),
  mayBeFolded: (notification) => !isOfAws(notification),
  isAccountWide: isOfAws,
};
