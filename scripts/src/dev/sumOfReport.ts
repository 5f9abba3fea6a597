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

type SchemathesisReport = {
  operations: { tested: number; errored: number };
  test_cases: { unique_failures: number; errored: number };
};

/**
 * Reads a JSON report of Jest, Playwright or Schemathesis, whose cases are many
 * and made by chance: there each operation is one test. No failure gets lost: a runner
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
  if (isSchemathesis(report)) {
    const { tested, errored } = report.operations;
    const failed =
      report.test_cases.unique_failures + report.test_cases.errored + errored;
    return { passed: Math.max(0, tested - failed), failed };
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

function isSchemathesis(report: object): report is SchemathesisReport {
  return 'operations' in report && 'test_cases' in report;
}
