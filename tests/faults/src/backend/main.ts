import './clockAhead';
import { startTestBackend } from '@backstage/backend-test-utils';
import { companyFeatures } from './company';
import { FailPoints, say } from './FailPoints';

/**
 * A backend with approvals in a process of its own, to be killed and frozen.
 * Its database is JSON in DATABASE, as below `backend.database` of a
 * configuration. With MADE_FILE, the scaffolder runs beside it. Says `port <number>` on standard output when it listens, and
 * `frozen <step>` before it freezes at a step: the one in STEP, from its start,
 * or one that the parent process sent.
 */
async function main(): Promise<void> {
  const points = new FailPoints();
  if (process.env.STEP) {
    points.arm(process.env.STEP);
  }
  process.on('message', step => points.arm(String(step)));
  const { server } = await startTestBackend({
    features: companyFeatures(
      JSON.parse(process.env.DATABASE ?? '{}'),
      Boolean(process.env.MADE_FILE),
    ),
  });
  say(`port ${server.port()}`);
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
