// The cases of a property are the same in every run, so a failure can be played again and a release does not depend on luck.
// `TEST_SEED=7 npm test` plays others.
// And no test depends on the definitions of whoever runs it, nor on those that the platform is operated by.
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.TEST_SEED ?? 1) });

process.env.CURFEW_ENVIRONMENTS = fileURLToPath(new URL('fixtures/environments', import.meta.url));
