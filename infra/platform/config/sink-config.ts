// The optional export of topics to S3. The plugin's archive has to be in its bucket before MSK Connect can use it, so a new sink
// is deployed twice.

export type RunningSink = {
  readonly kind: 'running';
  /** Raised with every change of the connector or its plugin: MSK Connect replaces both rather than change them. */
  readonly revision: number;
  /** The archive with the connector's code, as people put it into the plugin bucket. */
  readonly pluginKey: string;
  readonly topics: readonly [string, ...string[]];
  /** Where records go that cannot be written: not JSON, or not an object. */
  readonly failedTopic: string;
  readonly failedTopicReplication: number;
  /** Where the objects go in the bucket. */
  readonly prefix: string;
  /** The fields of a record by whose values objects are put into folders. */
  readonly partitionFields: readonly [string, ...string[]];
  readonly tasksMax: number;
};

export type SinkConfig = { readonly kind: 'off' } | { readonly kind: 'preparing' } | RunningSink;
