#!/usr/bin/env node
// What `curfew` begins with. In old syntax, which every Node reads: one that is too old is told so, and not by a stack trace.
'use strict';

var least = 22;
var found = process.versions.node;

if (parseInt(found, 10) < least) {
  process.stderr.write(
    ['curfew needs Node.js ', least, ' or newer, and this is ', found, ': get one from https://nodejs.org\n'].join('')
  );
  process.exitCode = 2;
} else {
  import('./bin.mjs');
}
