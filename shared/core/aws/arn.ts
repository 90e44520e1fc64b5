/** An ARN in the region and account of the environment. */
export type Arn = (service: string, resource: string) => string;
