// Runs a command of the package: as built, or from the source in the repository.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

exports.run = (name, exportName) => {
  const built = join(__dirname, `../dist/${name}.cjs.js`);
  const isBuilt = existsSync(built);
  if (!isBuilt) {
    require('@backstage/cli/config/nodeTransform.cjs');
  }
  const command = require(isBuilt ? built : `../src/${name}.ts`)[exportName];
  command(process.argv.slice(2)).then(status => {
    // Backstage keeps its connections alive for ever.
    process.exit(status);
  });
};
