// The physical names of a stream, all from the name of its cluster.
export const streamNames = (cluster: string) => ({
  stack: `${cluster}-msk`,
  brokers: `${cluster}-brokers-sg`,
  collectors: `${cluster}-collectors-sg`,
  consumers: `${cluster}-consumers-sg`,
  collectorRole: `${cluster}-collector`,
  producerPolicy: `${cluster}-producer`,
  controlPlanePolicy: `${cluster}-control-plane`,
  consumerPolicy: `${cluster}-consumer`,
});
export type StreamNames = ReturnType<typeof streamNames>;
