#!/usr/bin/env node
// Checks the history from the command line: see src/verify.ts.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const built = join(__dirname, '../dist/verify.cjs.js');
const isBuilt = existsSync(built);
if (!isBuilt) {
  // In the repository there is only the source.
  require('@backstage/cli/config/nodeTransform.cjs');
}

const { verifyCommand } = require(isBuilt ? built : '../src/verify.ts');
verifyCommand(process.argv.slice(2)).then(status => {
  // Backstage keeps its connections alive for ever.
  process.exit(status);
});
