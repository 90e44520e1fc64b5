// Settings of Lambda for every function, and options of Node. By themselves, so that the benchmarks run functions under the same.

export const memoryMegabytes = 256;

/**
 * Source maps make a stack name our own files and lines. The young generation: little of a run stays in memory, but garbage piles up
 * until this is full, and left to Lambda a semi-space has 12 MB. With 1 MB a run takes some 30 MB less, and an eighth more CPU
 * time at most. Lambda leaves both sizes alone when one is given, so the old generation is given what it would have had.
 */
const nodeOptions = ['--enable-source-maps', '--max-semi-space-size=1', '--max-old-space-size=230'];

export const nodeVariables: Readonly<Record<string, string>> = {
  NODE_OPTIONS: nodeOptions.join(' '),
  // Each thread of V8 would have a heap of its own outside of JavaScript's, in a sandbox with a fraction of one processor.
  MALLOC_ARENA_MAX: '1',
};
