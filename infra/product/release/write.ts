// Writes the template of a release: `node write.ts FILE HASH`, the hash being that of the code.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cdk from '../../../cdk.json' with { type: 'json' };
import { releaseTemplate } from './synthesise.ts';

const [file = '', codeHash = ''] = process.argv.slice(2);
const outdir = mkdtempSync(join(tmpdir(), 'curfew-release-'));
try {
  writeFileSync(file, JSON.stringify(releaseTemplate({ context: cdk.context, outdir }, codeHash)));
} finally {
  rmSync(outdir, { recursive: true });
}
