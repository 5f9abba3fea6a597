import { createPortal } from './portal';

createPortal()
  .start()
  .catch(error => {
    // Half a portal helps nobody: what failed is told, and the process ends.
    process.stderr.write(`${error}\n`);
    process.exit(1);
  });
