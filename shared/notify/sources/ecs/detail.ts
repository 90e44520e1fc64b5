export type EcsEvent = {
  readonly kind: 'ecs-event';
  readonly what: 'task' | 'service' | 'deployment';
  readonly cluster: string | undefined;
  /** Of a service, or of what else started the task. */
  readonly group: string | undefined;
  readonly task: string | undefined;
  /** `STOPPED`, `SERVICE_DEPLOYMENT_FAILED` */
  readonly status: string;
  readonly reason: string | undefined;
  readonly stopCode: string | undefined;
  readonly containers: readonly { name: string; exitCode: number | undefined; reason: string | undefined }[];
};
