// The inside of the sandbox: a worker thread that evaluates what people wrote
// in policies (expressions, JSON Schemas). It is plain JavaScript because a
// worker is loaded by Node itself, in tests too.
//
// Whatever runs here may loop for ever, since `matches` and `pattern` are
// JavaScript's own regular expressions. The outside reads the clock below and
// ends the thread when a step takes longer than it may.
import { parentPort, workerData } from 'node:worker_threads';
import { checkExpression, evaluateExpression } from './expressions.mjs';
import { checkContext, checkSchema } from './schemas.mjs';

const clock = new BigInt64Array(workerData.clock);

/** Starts a step that may take so many milliseconds. */
function begin(limit) {
  Atomics.store(clock, 1, BigInt(limit));
  Atomics.store(clock, 0, process.hrtime.bigint());
}

const runners = {
  checkExpressions: (task, item) => checkExpression(item),
  evaluate: (task, item) => evaluateExpression(item, task.variables),
  checkSchemas: (task, item) => checkSchema(item, begin),
  checkContexts: (task, item) => checkContext(item, begin),
};

parentPort.on('message', ({ task, limit, from }) => {
  for (let index = from; index < task.items.length; index += 1) {
    begin(limit);
    let result;
    try {
      result = runners[task.kind](task, task.items[index]);
    } catch (error) {
      result = { fault: String(error?.summary ?? error?.message ?? error) };
    }
    parentPort.postMessage({ index, result });
  }
  Atomics.store(clock, 0, 0n);
});

parentPort.postMessage({ ready: true });
