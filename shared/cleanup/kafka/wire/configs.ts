// The settings of topics and of a broker, each with where its value comes from.
import { ConfigResourceTypes } from '@platformatic/kafka';
import { chunks } from '../chunks.ts';
import type { Answer, ConfigEntry, KafkaAdmin } from '../kafka-admin.ts';
import { answerOf, refusal } from '../protocol-error.ts';
import type { Brokers } from './brokers.ts';
import { describeConfigs } from './codecs.ts';
import { refusalOf } from './failure.ts';
import { wireLimits } from './limits.ts';

type Reply = Awaited<ReturnType<(typeof describeConfigs)[number]['async']>>;
type Result = Reply['results'][number];

/** By number on the wire. */
const sources: readonly string[] = [
  'UNKNOWN',
  'DYNAMIC_TOPIC_CONFIG',
  'DYNAMIC_BROKER_CONFIG',
  'DYNAMIC_DEFAULT_BROKER_CONFIG',
  'STATIC_BROKER_CONFIG',
  'DEFAULT_CONFIG',
  'DYNAMIC_BROKER_LOGGER_CONFIG',
  'CLIENT_METRICS_CONFIG',
  'GROUP_CONFIG',
];

const toEntries = ({ configs }: Result): ConfigEntry[] =>
  configs.map(({ name, value, configSource, isSensitive }) => ({
    name,
    value: value ?? null,
    source: sources[configSource] ?? `SOURCE_${configSource}`,
    sensitive: isSensitive,
  }));

const entriesOf = (result: Result | undefined): Answer<readonly ConfigEntry[]> =>
  result ? answerOf(result.errorCode, () => toEntries(result), result.errorMessage) : refusal(unknownServerError);

const unknownServerError = -1;
const everyKey = null;

export const readTopicConfigs =
  (brokers: Brokers): KafkaAdmin['topicConfigs'] =>
  async (names) => {
    const found = new Map<string, Answer<readonly ConfigEntry[]>>();
    for (const chunk of chunks([...new Set(names)], wireLimits.topicsPerRequest)) {
      const resources = chunk.map((name) => ({
        resourceType: ConfigResourceTypes.TOPIC,
        resourceName: name,
        configurationKeys: everyKey,
      }));
      const { results } = await brokers.askAny(describeConfigs, resources, false, false);
      const byName = new Map(results.map((result) => [result.resourceName, result]));
      for (const name of chunk) found.set(name, entriesOf(byName.get(name)));
    }
    return found;
  };

/** A broker reports only its own settings, so one is chosen; all of them are meant to be alike. */
export const readBrokerConfigs =
  (brokers: Brokers): KafkaAdmin['brokerConfigs'] =>
  async (names) => {
    const from = await brokers.metadata([]);
    const node = from.brokers[0]?.nodeId ?? 0;
    const resource = {
      resourceType: ConfigResourceTypes.BROKER,
      resourceName: String(node),
      configurationKeys: [...names],
    };
    try {
      const { results } = await brokers.link(node, from).ask(describeConfigs, [resource], false, false);
      return entriesOf(results[0]);
    } catch (error) {
      return refusalOf(error);
    }
  };
