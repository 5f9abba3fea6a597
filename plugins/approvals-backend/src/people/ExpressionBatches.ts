import { RuleFacts } from '@countersign/backstage-plugin-approvals-node';
import { Evaluation, Sandbox } from '../sandbox';

/** An expression that failed, and will fail again with the same facts. */
export class ExpressionFailed extends Error {
  override readonly name = 'ExpressionFailed';
}

type Waiting = {
  text: string;
  resolve: (evaluation: Evaluation<unknown>) => void;
  reject: (error: unknown) => void;
};

/**
 * Evaluates the expressions that are asked for together over the same facts
 * in one run of the sandbox: the facts travel to its thread once.
 */
export class ExpressionBatches {
  readonly #sandbox: Sandbox;
  readonly #waiting = new Map<RuleFacts, Waiting[]>();

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /**
   * The people whom an expression names.
   *
   * @throws ExpressionFailed when it fails, takes too long or names none of the kind.
   */
  async people(text: string, facts: RuleFacts): Promise<string[]> {
    const evaluation = await new Promise<Evaluation<unknown>>(
      (resolve, reject) => {
        const waiting = this.#waiting.get(facts);
        if (waiting) {
          waiting.push({ text, resolve, reject });
        } else {
          this.#waiting.set(facts, [{ text, resolve, reject }]);
          setImmediate(() => this.#flush(facts));
        }
      },
    );
    if ('fault' in evaluation) {
      throw new ExpressionFailed(evaluation.fault);
    }
    return evaluation.value as string[];
  }

  async #flush(facts: RuleFacts): Promise<void> {
    const waiting = this.#waiting.get(facts) ?? [];
    this.#waiting.delete(facts);
    const { stage, ...variables } = facts;
    try {
      const evaluations = await this.#sandbox.evaluate(
        facts.request.id,
        variables,
        waiting.map(({ text }) => ({ text, expects: 'people', stage })),
      );
      evaluations.forEach((evaluation, index) =>
        waiting[index].resolve(evaluation),
      );
    } catch (error) {
      waiting.forEach(({ reject }) => reject(error));
    }
  }
}
