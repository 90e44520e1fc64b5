// Notifications of ElastiCache: an object with one key, `ElastiCache:<event>`, and a name or a sentence
// (facts/notifications.md 2.10).
import type { Severity } from '#core/notification.ts';
import { identitiesOfDimensions } from '#notify/recognition/arn.ts';
import { notification, placeOfTopic, type Recogniser } from '#notify/recognition/recognised.ts';

const severityOf = (event: string): Severity => {
  if (/fail(?:ed|ure)$/i.test(event)) return 'error';
  return /failover|replace|reboot|recover|delet/i.test(event) ? 'warning' : 'info';
};

export const recogniseElastiCache: Recogniser = (said) => {
  if (typeof said.json !== 'object' || said.json === null) return undefined;
  const [entry, ...others] = Object.entries(said.json);
  if (entry === undefined || others.length > 0 || typeof entry[1] !== 'string') return undefined;
  const [, event] = /^elasticache:\s{0,3}(\S{1,100})$/i.exec(entry[0]) ?? [];
  if (event === undefined) return undefined;
  const text = entry[1].trim();
  // A sentence names the cluster somewhere; its first word that looks like one is only taken when it is the whole text.
  const cluster = /^[\w.-]{1,60}$/.test(text) ? text : undefined;
  return notification(said, {
    source: 'elasticache',
    severity: severityOf(event),
    name: cluster ?? event,
    ...placeOfTopic(said),
    key: [event, cluster ?? text.slice(0, 100)],
    resources: cluster === undefined ? [] : identitiesOfDimensions([{ name: 'CacheClusterId', value: cluster }]),
    detail: { kind: 'elasticache-event', event, text },
  });
};
