// What a function bundles to talk to MSK.
export { mskToken } from '#kafka/msk-token.ts';
export { wireKafka } from '#kafka/wire.ts';
