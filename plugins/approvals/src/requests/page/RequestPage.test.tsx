import {
  ApprovalsError,
  Request,
} from '@countersign/backstage-plugin-approvals-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import {
  BOB,
  request,
  stage,
  stageDefinition,
  task,
} from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/render';
import type { ApprovalsApi } from '../../api';
import { RequestPage } from './RequestPage';

function open(shown: Request, more: Partial<ApprovalsApi> = {}) {
  return renderPage(
    <Routes>
      <Route path="/approvals/requests/:id" element={<RequestPage />} />
    </Routes>,
    {
      path: '/approvals/requests/r1',
      api: {
        getRequest: async () => shown,
        listRequestEvents: async () => ({ items: [] }),
        listTasks: async () => ({ items: [] }),
        ...more,
      },
    },
  );
}

const decidesAs = (answer: () => Promise<void>) =>
  jest.fn<
    ReturnType<ApprovalsApi['decideTask']>,
    Parameters<ApprovalsApi['decideTask']>
  >(async () => {
    await answer();
    return {
      task: task(BOB),
      request: { id: 'r1', status: 'approved', round: 1 },
    };
  });

const button = (name: string) => screen.findByRole('button', { name });
const bobsChip = () => screen.getByTitle(/^Bob Berg/).getAttribute('title');

describe('the page of a request', () => {
  it('shows a decision at once, and takes it back with the words of a refusal', async () => {
    let refuse = () => {};
    const decideTask = decidesAs(
      () =>
        new Promise((_, reject) => {
          refuse = () =>
            reject(
              new ApprovalsError(409, {
                error: { code: 'STAGE_ENDED', message: 'The stage has ended' },
              }),
            );
        }),
    );
    open(request(), { decideTask });

    await userEvent.type(
      await screen.findByRole('textbox', { name: 'Comment' }),
      'Looks fine',
    );
    await userEvent.click(await button('Approve'));
    await waitFor(() => expect(bobsChip()).toBe('Bob Berg, approved, you'));
    expect(screen.getByRole('heading', { name: 'You approved' })).toBeVisible();

    refuse();
    expect(await screen.findByText('The stage has ended')).toBeInTheDocument();
    expect(bobsChip()).toBe('Bob Berg, has not decided yet, you');
    expect(screen.getByRole('textbox', { name: 'Comment' })).toHaveValue(
      'Looks fine',
    );
  });

  it('asks for the comment that a stage wants, and gives it the focus', async () => {
    const decideTask = decidesAs(async () => {});
    const definition = stageDefinition({ comment: 'required-on-reject' });
    open(request({ stages: [stage({ definition, tasks: [task(BOB)] })] }), {
      decideTask,
    });

    await userEvent.click(await button('Reject'));

    expect(screen.getByRole('alert')).toHaveTextContent('Say why');
    expect(screen.getByRole('textbox', { name: 'Comment' })).toHaveFocus();
    expect(decideTask).not.toHaveBeenCalled();
  });

  it.each([
    ['holds', 'Abstaining holds this stage'],
    ['rejects', 'Abstaining rejects the request'],
    ['approves', 'Abstaining approves this stage'],
  ])(
    'tells before an abstention that %s, and sends it at the second press only',
    async (effect, warning) => {
      const decideTask = decidesAs(async () => {});
      const shown = request();
      shown.viewer.actions.abstain = {
        ...shown.viewer.actions.abstain,
        effect,
      };
      open(shown, { decideTask });

      await userEvent.click(await button('Abstain'));
      expect(screen.getByRole('alert')).toHaveTextContent(warning);
      expect(decideTask).not.toHaveBeenCalled();

      await userEvent.click(await button('Abstain all the same'));
      expect(decideTask).toHaveBeenCalledWith({
        params: { id: 'task-bob' },
        body: { decision: 'abstain', comment: undefined },
      });
    },
  );

  it('says why the reader is asked, and what happens if nobody acts', async () => {
    const definition = stageDefinition({
      deadline: {
        after: 'PT48H',
        onBreach: 'escalate',
        escalateTo: [{ type: 'group', group: 'group:default/platform-leads' }],
      },
    });
    const dueAt = new Date(Date.now() + 4 * 3_600_000).toISOString();
    open(
      request({ stages: [stage({ definition, dueAt, tasks: [task(BOB)] })] }),
    );

    expect(
      await screen.findByText(
        'You are asked as a member of Platform. If nobody acts, Platform leads are asked too in 4 h.',
      ),
    ).toBeInTheDocument();
  });

  it('tells who cannot decide why, and offers no button', async () => {
    const shown = request();
    for (const name of [
      'approve',
      'reject',
      'abstain',
      'request_changes',
    ] as const) {
      shown.viewer.actions[name] = {
        allowed: false,
        code: 'NOT_ASSIGNED',
        message: 'You are not asked to decide this.',
      };
    }
    open(shown);

    expect(
      await screen.findByText('You are not asked to decide this.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
  });

  it('lets the requester withdraw', async () => {
    const withdrawRequest = jest.fn(async () => request());
    const shown = request({
      viewer: {
        parts: ['requester'],
        actions: {
          withdraw: { allowed: true },
        } as Request['viewer']['actions'],
      },
    });
    open(shown, { withdrawRequest });

    await userEvent.click(await button('Withdraw'));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Withdraw' }));

    await waitFor(() =>
      expect(withdrawRequest).toHaveBeenCalledWith({
        params: { id: 'r1' },
        body: { reason: undefined },
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says to who may take the right to act back what that means', async () => {
    open(
      request({
        status: 'approved',
        viewer: {
          parts: ['approver'],
          actions: {
            revoke: { allowed: true },
          } as Request['viewer']['actions'],
        },
      }),
    );
    expect(
      await screen.findByRole('heading', { name: 'Not acted on yet' }),
    ).toBeVisible();
    expect(await button('Take back the right to act')).toBeVisible();
  });

  it('does not pretend that a request exists which the reader may not see', async () => {
    open(request(), {
      getRequest: async () => {
        throw new ApprovalsError(404, { error: { message: 'No request' } });
      },
    });

    expect(
      await screen.findByRole('heading', { name: 'Nothing here for you' }),
    ).toBeInTheDocument();
  });
});
