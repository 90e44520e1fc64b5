// Which definitions the functions are built with and the stacks are made from: those of one folder, chosen by the person who
// builds.
import { fileURLToPath } from 'node:url';

/** `CURFEW_ENVIRONMENTS` names the folder; without it, the one by which the platform of this repository is operated. */
export const chosenFolder: string =
  process.env.CURFEW_ENVIRONMENTS || fileURLToPath(new URL('../../examples/atlas', import.meta.url));
