// Which topics a cleanup may be about, judged by their names alone.

/** Kafka's own limit on names of topics. */
const topicNameLengthMax = 249;

/** Ends the name under which the creation of a topic is rehearsed; nothing of that name is ever created. */
const scratchSuffix = '-curfew-rehearsal';

/** Begins like the topic, so that rights by prefix cover it. */
export const scratchName = (topic: string): string =>
  `${topic.slice(0, topicNameLengthMax - scratchSuffix.length)}${scratchSuffix}`;

export const isTopicName = (name: string): boolean =>
  /^[\w.-]+$/.test(name) && name.length <= topicNameLengthMax && name !== '.' && name !== '..';

const prefixLengthMin = 3;

/** What is wrong with a prefix, as the end of a sentence that begins with it; undefined if nothing is. */
export const prefixProblem = (prefix: string): string | undefined => {
  if (/[*?[\]^$\\]/.test(prefix)) return 'contains a wildcard: a prefix is plain text';
  if (!isTopicName(prefix))
    return 'is not a valid start of a topic name: letters, digits, `.`, `_` and `-`, 249 at most';
  if (prefix.length < prefixLengthMin) return `is shorter than ${prefixLengthMin} characters`;
  return undefined;
};

/**
 * A prefix that ends in a separator covers every name that continues behind it; any other covers only the topic of exactly
 * that name, so that `orders` never catches another team's `orders-v2`.
 */
export const isCovered = (name: string, prefix: string): boolean =>
  /[._-]$/.test(prefix) ? name.startsWith(prefix) && name.length > prefix.length : name === prefix;

/** Whether a prefix is the name of one topic. */
export const isExactName = (prefix: string): boolean => !/[._-]$/.test(prefix);

/** The consumer group by which one cleanup has a cluster for itself; it consumes nothing. */
export const claimGroup = 'curfew-cleanup';
