#!/usr/bin/env node
// Checks template files from the command line: see src/checkTemplates.ts.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const built = join(__dirname, '../dist/checkTemplates.cjs.js');
const isBuilt = existsSync(built);
if (!isBuilt) {
  require('@backstage/cli/config/nodeTransform.cjs');
}
const { checkTemplatesCommand } = require(isBuilt
  ? built
  : '../src/checkTemplates.ts');
checkTemplatesCommand(process.argv.slice(2)).then(status => {
  process.exitCode = status;
});
