import { memoryNotificationStore } from '#notify/delivery/memory-notifications.ts';
import { testNotificationStore } from '#test/support/notification-store-contract.ts';

testNotificationStore('memory', memoryNotificationStore);
