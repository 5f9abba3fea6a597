import {
  ApprovalsError,
  Simulation,
} from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsApi } from '../approvalsApi';
import { RequestInput } from './gateInput';
import { StepContext } from './StepContext';
import type { Outcome } from './verdict';
import { listed } from './words';

/** Tells who would be asked. Makes nothing. */
export class DryRun {
  readonly #api: ApprovalsApi;

  constructor(options: { api: ApprovalsApi }) {
    this.#api = options.api;
  }

  /** Says it in the log of the dry run; gives what an approval would. */
  async tell(ctx: StepContext, input: RequestInput): Promise<Outcome> {
    const { policy: key, subject, title, context } = input;
    ctx.logger.info(`Would ask for approval under policy '${key}'.`);
    const requester = ctx.user?.ref ?? input.requester;
    try {
      const simulation = await this.#api({ signal: ctx.signal }).simulatePolicy(
        {
          body: {
            key,
            requester,
            subject: { ...subject, title: title ?? subject.id },
            context,
          },
        },
      );
      for (const line of linesOf(simulation)) {
        ctx.logger.info(line);
      }
    } catch (error) {
      if (!(error instanceof ApprovalsError)) {
        throw error;
      }
      ctx.logger.warn(`Who that would be is not known: ${error.message}`);
    }
    return {
      requestId: '00000000-0000-7000-8000-000000000000',
      status: 'approved',
      approvers: [],
      comments: [],
      decidedAt: '',
    };
  }
}

function linesOf({ contextFaults, stages }: Simulation): string[] {
  return [
    ...contextFaults.map(
      ({ path, message }) =>
        `The policy would refuse the context: ${path || '/'} ${message}`,
    ),
    ...stages.map(({ name, outcome, need, people, reason }) => {
      const asked = people.map(({ person }) => person);
      return outcome === 'skipped'
        ? `Stage '${name}' would be skipped.`
        : `Stage '${name}' would need ${need ?? 'some'} of ${
            asked.length > 0 ? listed(asked) : 'nobody'
          }${outcome === 'active' ? '' : ` and be ${outcome}: ${reason}`}.`;
    }),
  ];
}
