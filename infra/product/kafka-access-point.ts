// How a function comes to Kafka that is not a service of the environment.

/** Nobody comes in to the security group, and the brokers let it in on their IAM port. */
export type KafkaAccessPoint = {
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /** IAM over TLS, from inside the VPC. Asked for only by what does not know them already. */
  readonly bootstrapBrokers: () => string;
};
