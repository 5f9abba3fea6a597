import fs from 'node:fs';
import { sumOfReport } from './sumOfReport';

/**
 * Prints how many tests of a report passed and failed, as `12 0`.
 *
 * `countTests.ts <report> <exit status of the runner>`
 */
const [report, status] = process.argv.slice(2);
const text = fs.existsSync(report) ? fs.readFileSync(report, 'utf8') : '';
const { passed, failed } = sumOfReport(text, Number(status));
process.stdout.write(`${passed} ${failed}\n`);
