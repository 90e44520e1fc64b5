import { kafka } from './scripts/integration/kafka.ts';
import { spawn } from 'node:child_process';
const running = await kafka.start();
try { await new Promise<void>((done) => spawn(process.execPath, ['node_modules/vitest/vitest.mjs','run','--config','vitest.integration.config.ts',...process.argv.slice(2)], { stdio:'inherit', env:{...process.env, ...running.variables}}).on('exit', (c)=>{ console.log('exit', c); done();})); } finally { await running.stop(); }
