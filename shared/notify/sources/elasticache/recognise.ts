// Notifications of ElastiCache: an object with one key, `ElastiCache:<event>`, and a name or a sentence
// (facts/notifications.md 2.10).
import { identitiesOfDimensions } from '#kinds/dimensions.ts';
import { notification, placeOfTopic, type Recogniser } from '#notify/recognition/recognised.ts';
import type { ElastiCacheEvent } from './detail.ts';
import { severityOf } from './policy.ts';

/** The whole text, or where the sentences of ElastiCache name it. Any other word that looks like a name may be one of anything. */
const clusterIn = (text: string): string | undefined =>
  /^([\w.-]{1,60})$/.exec(text)?.[1] ??
  /\b(?:cache cluster(?: with)? ID:?|replica node) '?([\w-]{1,60})/i.exec(text)?.[1];

export const recogniseElastiCache: Recogniser<ElastiCacheEvent> = (raw) => {
  if (typeof raw.json !== 'object' || raw.json === null) return undefined;
  const [entry, ...others] = Object.entries(raw.json);
  if (entry === undefined || others.length > 0 || typeof entry[1] !== 'string') return undefined;
  const [, event] = /^elasticache:\s{0,3}(\S{1,100})$/i.exec(entry[0]) ?? [];
  if (event === undefined) return undefined;
  const text = entry[1].trim();
  const cluster = clusterIn(text);
  return notification(raw, {
    source: 'elasticache',
    severity: severityOf(event, text),
    name: cluster ?? event,
    ...placeOfTopic(raw),
    key: [event, cluster ?? text.slice(0, 100)],
    resources: cluster === undefined ? [] : identitiesOfDimensions([{ name: 'CacheClusterId', value: cluster }]),
    detail: { kind: 'elasticache-event', event, text },
  });
};
