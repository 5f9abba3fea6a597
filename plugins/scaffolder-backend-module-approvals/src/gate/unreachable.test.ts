import { mockServices } from '@backstage/backend-test-utils';
import { ApprovalsError } from '@countersign/backstage-plugin-approvals-common';
import { createApprovalsApi } from '../approvalsApi';
import { answerOf, NoAnswer } from '../NoAnswer';
import { GateError } from './GateError';
import { reached } from './unreachable';

const RAW = new Error('connect ECONNREFUSED 10.0.0.7:7007');

describe('a step that came to nothing', () => {
  const logger = mockServices.logger.mock();
  const ended = (error: unknown) =>
    reached(logger, () => Promise.reject(error)).catch(end => end);

  it.each([
    [
      'since approvals was not reached',
      new NoAnswer('approvals', RAW),
      'ApprovalsUnreachable',
      'Approvals cannot be reached',
    ],
    [
      'since approvals failed',
      new ApprovalsError(503, { error: { message: 'pool is empty' } }),
      'ApprovalsUnreachable',
      'status 503',
    ],
    [
      'since approvals has too much to do',
      new ApprovalsError(429, {}),
      'ApprovalsUnreachable',
      'asked too much',
    ],
    [
      'since the scaffolder was not reached',
      new NoAnswer('scaffolder', RAW),
      'ScaffolderUnreachable',
      'The scaffolder',
    ],
    ['for a reason of its own', RAW, 'GateBroken', 'the log of the backend'],
  ])('%s says so in words', async (_, error, name, words) => {
    const { name: told, message } = await ended(error);
    expect(told).toBe(name);
    expect(message).toContain(words);
    expect(message).toContain('retry it later');
    expect(message).not.toMatch(/ECONNREFUSED|pool is empty/);
    expect(logger.warn).toHaveBeenLastCalledWith(
      expect.any(String),
      error instanceof NoAnswer ? RAW : error,
    );
  });

  it('is left as it is when its end was meant', async () => {
    const pending = new GateError('ApprovalPending', 'It waits');
    expect(await ended(pending)).toBe(pending);
  });

  it('knows that it was approvals that gave no answer', async () => {
    const api = createApprovalsApi({
      auth: mockServices.auth(),
      discovery: mockServices.discovery(),
    });
    const client = api({ signal: AbortSignal.abort() });
    await expect(client.listRequests({})).rejects.toMatchObject({
      service: 'approvals',
    });
    await expect(
      answerOf('scaffolder', () => Promise.reject(RAW)),
    ).rejects.toMatchObject({ service: 'scaffolder', cause: RAW });
  });
});
