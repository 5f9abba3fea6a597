import { sumOfReport } from './sumOfReport';

const jestReport = (passed: number, failed: number, broken = 0) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numRuntimeErrorTestSuites: broken,
  });

const playwright = (expected: number, unexpected: number, flaky = 0) =>
  JSON.stringify({ stats: { expected, unexpected, flaky }, errors: [] });

const schemathesis = (tested: number, failures: number, errored = 0) =>
  JSON.stringify({
    operations: { tested, errored },
    test_cases: { unique_failures: failures, errored: 0 },
  });

describe('the sum of a test report', () => {
  it.each([
    ['all tests of Jest passed', jestReport(7, 0), 0, { passed: 7, failed: 0 }],
    ['two tests failed', jestReport(5, 2), 1, { passed: 5, failed: 2 }],
    [
      'a file could not be run',
      jestReport(5, 0, 1),
      1,
      { passed: 5, failed: 1 },
    ],
    ['no test was found', jestReport(0, 0), 0, { passed: 0, failed: 1 }],
    [
      'all passed, the runner failed',
      jestReport(5, 0),
      1,
      { passed: 5, failed: 1 },
    ],
    ['all of Playwright passed', playwright(3, 0), 0, { passed: 3, failed: 0 }],
    [
      'one in the browser failed',
      playwright(3, 1),
      1,
      { passed: 3, failed: 1 },
    ],
    ['one passed only again', playwright(3, 0, 1), 0, { passed: 3, failed: 1 }],
    [
      'all cases of Schemathesis passed',
      schemathesis(39, 0),
      0,
      { passed: 39, failed: 0 },
    ],
    [
      'two of its operations failed',
      schemathesis(39, 2),
      1,
      { passed: 37, failed: 2 },
    ],
    [
      'one of its operations could not be tried',
      schemathesis(38, 0, 1),
      1,
      { passed: 37, failed: 1 },
    ],
    ['no report', '', 0, { passed: 0, failed: 1 }],
    ['half a report', '{"stats":', 1, { passed: 0, failed: 1 }],
    ['null', 'null', 1, { passed: 0, failed: 1 }],
  ])('when %s', (_, text, exitStatus, sum) => {
    expect(sumOfReport(text, exitStatus)).toEqual(sum);
  });
});
