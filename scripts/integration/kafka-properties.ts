// The settings of one node of a test cluster (facts/kafka.md 7.3): a plain listener for anyone who may do anything, and one with TLS and
// OAUTHBEARER like MSK's 9098, behind an authorizer that stands in for IAM.

export type NodePlace = {
  readonly id: number;
  readonly admin: number;
  readonly iam: number;
  /** Only the first node is the controller. */
  readonly controller: number;
  readonly isController: boolean;
  readonly data: string;
  /** A private key and its certificate (PEM). */
  readonly keyStore: string;
};

/** A session of OAUTHBEARER ends after this long, so that a test sees its renewal. */
export const sessionMs = 3_000;

const listeners = ({ admin, iam }: NodePlace): string => `ADMIN://127.0.0.1:${admin},IAM://127.0.0.1:${iam}`;

export const propertiesOf = (node: NodePlace, extra: Readonly<Record<string, string>>): string => {
  const properties: Record<string, string> = {
    'process.roles': node.isController ? 'broker,controller' : 'broker',
    'node.id': String(node.id),
    'controller.quorum.voters': `1@127.0.0.1:${node.controller}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: listeners(node) + (node.isController ? `,CONTROLLER://127.0.0.1:${node.controller}` : ''),
    'advertised.listeners': listeners(node),
    'listener.security.protocol.map': 'ADMIN:PLAINTEXT,IAM:SASL_SSL,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'ADMIN',
    'log.dirs': node.data,

    'listener.name.iam.sasl.enabled.mechanisms': 'OAUTHBEARER',
    // With any option more, the module would want a token of its own.
    'listener.name.iam.oauthbearer.sasl.jaas.config':
      'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;',
    'listener.name.iam.oauthbearer.connections.max.reauth.ms': String(sessionMs),
    'listener.name.iam.ssl.keystore.type': 'PEM',
    'listener.name.iam.ssl.keystore.location': node.keyStore,

    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '3',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.num.partitions': '3',
    'transaction.state.log.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'auto.create.topics.enable': 'false',
    'delete.topic.enable': 'true',

    // What takes minutes elsewhere is to be seen within seconds.
    'log.segment.bytes': '1048576',
    'log.initial.task.delay.ms': '500',
    'log.retention.check.interval.ms': '1000',
    'log.segment.delete.delay.ms': '1000',
    'log.cleaner.backoff.ms': '500',
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',

    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS',
    'allow.everyone.if.no.acl.found': 'false',
    ...extra,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
};
