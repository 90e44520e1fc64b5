// A simulated cloud with one service in it.
import type { EcsObservation } from '#kinds/ecs-service/definition.ts';
import type { AwsEffect } from '#kinds/effect.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Fault } from '#sim/faults.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { service } from '#test/support/definitions.ts';

export const shop = service('shop');

export const cloudOf = (facts: ResourceWorld, faults: readonly Fault[] = []): SimulatedCloud =>
  simulatedCloud([shop], { world: { shop: { scaling: null, loadBalancer: false, ...facts } }, faults });

export const look = async (aws: SimulatedCloud): Promise<Reading<EcsObservation> | undefined> =>
  (await aws.finish(aws.services['ecs-service'].observe([shop]))).get(shop.name);

export const act = (aws: SimulatedCloud, effect: AwsEffect) =>
  aws.finish(aws.services['ecs-service'].act(shop, effect));
