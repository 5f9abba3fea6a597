/** How many tests passed and failed. */
export interface Sum {
  passed: number;
  failed: number;
}

type JestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
};

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number };
  errors: unknown[];
};

/**
 * Reads a JSON report of Jest or Playwright. No failure gets lost: a runner
 * that wrote no report, reported no test, or failed without saying which test,
 * counts as one failure.
 */
export function sumOfReport(text: string, exitStatus: number): Sum {
  const { passed, failed } = readReport(text);
  const unexplained = failed === 0 && (exitStatus !== 0 || passed === 0);
  return { passed, failed: unexplained ? 1 : failed };
}

function readReport(text: string): Sum {
  const report = parse(text);
  if (isJest(report)) {
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    };
  }
  if (isPlaywright(report)) {
    const { expected, unexpected, flaky } = report.stats;
    return {
      passed: expected,
      failed: unexpected + flaky + report.errors.length,
    };
  }
  return { passed: 0, failed: 0 };
}

function parse(text: string): object {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function isJest(report: object): report is JestReport {
  return 'numPassedTests' in report;
}

function isPlaywright(report: object): report is PlaywrightReport {
  return 'stats' in report && 'errors' in report;
}
