// The JSON Schema of environment definitions, with which editors check and explain a file while it is written.
import * as z from 'zod';
import { environmentFile } from './schema.ts';

/** Draft 7 is what the YAML language server understands best. */
export const environmentJsonSchema = () => z.toJSONSchema(environmentFile, { io: 'input', target: 'draft-07' });
