// The connector of the guide, defects included: quotes that are not escaped, settings of the worker, a doubled prefix.
export const guideConnector = `{
  "name": "atlas-to-msk-records",
  "connector.class": "com.mongodb.kafka.connect.MongoSourceConnector",
  "connection.uri": "mongodb+srv://<USER>:<PASS>@<CLUSTER>/?retryWrites=true&w=majority",
  "database": "ingest",
  "collection": "files",
  "publish.full.document.only": "true",
  "change.stream.full.document": "updateLookup",
  "output.format.value": "json",
  "output.format.key": "json",
  "topic.prefix": "events.mongo.ingest.files",
  "poll.await.time.ms": "500",
  "poll.max.batch.size": "1000",
  "bootstrap.servers": "<MSK_BOOTSTRAP_BROKERS>",
  "security.protocol": "SASL_SSL",
  "sasl.mechanism": "SCRAM-SHA-512",
  "sasl.jaas.config": "org.apache.kafka.common.security.scram.ScramLoginModule required username="<MSK_USER>" password="<MSK_PASSWORD>";"
}
`;
