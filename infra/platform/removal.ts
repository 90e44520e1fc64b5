// What becomes of data when its resource leaves a template, or when its first creation fails.
import { RemovalPolicy } from 'aws-cdk-lib';
import type { Core } from './config/core-config.ts';

type Keeping = Pick<Core, 'teardown' | 'lifecycle'>;

/** Kept when its stack is deleted, but not when the deployment fails that first creates it: its name would be in the next one's way. */
export const keptAfterCreation = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** Of what no snapshot can be taken. */
export const keptUnlessEasy = ({ teardown }: Pick<Core, 'teardown'>): RemovalPolicy =>
  teardown === 'easy' ? RemovalPolicy.DESTROY : keptAfterCreation;

/** A snapshot of something that never worked is not worth a failing rollback. */
export const snapshotUnlessEasy = (core: Keeping): RemovalPolicy =>
  isGuarded(core) ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY;

/** Whether things are protected from being deleted: never before the environment was created once. */
export const isGuarded = ({ teardown, lifecycle }: Keeping): boolean =>
  teardown === 'guarded' && lifecycle === 'established';
