// What becomes of data when its resource leaves a template.
import { RemovalPolicy } from 'aws-cdk-lib';
import type { Core } from './config/core-config.ts';

/** Of what no snapshot can be taken. */
export const keptUnlessEasy = (teardown: Core['teardown']): RemovalPolicy =>
  teardown === 'easy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;

export const snapshotUnlessEasy = (teardown: Core['teardown']): RemovalPolicy =>
  teardown === 'easy' ? RemovalPolicy.DESTROY : RemovalPolicy.SNAPSHOT;
