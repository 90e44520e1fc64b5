// The JSON Schema of pipeline files, with which editors check and explain a file while it is written.
import * as z from 'zod';
import { pipelineFile } from './pipeline-file.ts';

/** Draft 7 is what the YAML language server understands best. */
export const pipelineJsonSchema = () => z.toJSONSchema(pipelineFile, { io: 'input', target: 'draft-07' });
