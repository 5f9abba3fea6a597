import {
  ScaffolderApi,
  scaffolderApiRef,
} from '@backstage/plugin-scaffolder-react';
import { Request, Run } from '@countersign/backstage-plugin-approvals-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ComponentProps } from 'react';
import { Route, Routes } from 'react-router-dom';
import { stage, task } from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/render';
import { ownRequest, pass, run } from '../../__testUtils__/runs';
import type { ApprovalsApi } from '../../api';
import { requestsIn } from './requestsIn';
import { TaskOutputs } from './TaskOutputs';

const ID = '01a21ef8-e647-75cd-8353-623b08fc722f';
const WAITS = `[Reader](http://portal/approvals/requests/${ID}) waits for approval (Security).`;

/** The scaffolder with one task, which ended with these words. */
function scaffolder(message: string) {
  const event = {
    id: '1',
    type: 'completion',
    createdAt: '2026-11-24T09:00:00.000Z',
    taskId: 'task-1',
    body: { message, error: { name: 'ApprovalPending', message } },
  };
  return {
    getTask: async () => ({ id: 'task-1', spec: { steps: [] } }),
    streamLogs: () => ({
      subscribe: ({ next }: { next: (value: typeof event) => void }) => {
        setTimeout(() => next(event));
        return { unsubscribe: () => undefined, closed: false };
      },
    }),
  } as unknown as ScaffolderApi;
}

function openTask(
  options: {
    message?: string;
    output?: ComponentProps<typeof TaskOutputs>['output'];
    shown?: Request;
    waits?: Run;
  },
  more: Partial<ApprovalsApi> = {},
) {
  const getRequest = jest.fn(async () => options.shown ?? ownRequest());
  renderPage(
    <Routes>
      <Route
        path="/create/tasks/:taskId"
        element={<TaskOutputs output={options.output} />}
      />
    </Routes>,
    {
      path: '/create/tasks/task-1',
      api: {
        getRequest,
        getRequestRun: async () => options.waits ?? run(),
        ...more,
      },
      apis: [[scaffolderApiRef, scaffolder(options.message ?? WAITS)]],
    },
  );
  return { getRequest };
}

describe('the page of a task', () => {
  it('tells whose approval it waits for', async () => {
    openTask({
      shown: ownRequest({
        stages: [stage({ tasks: [task('user:default/carol')] })],
      }),
    });
    expect(
      await screen.findByRole('link', { name: 'Artifact one' }),
    ).toHaveAttribute('href', '/approvals/requests/r1');
    expect(screen.getByText('Waiting on Carol Chen.')).toBeInTheDocument();
    expect(
      await screen.findByText(/^It waits until this is decided/),
    ).toBeInTheDocument();
  });

  it('lets whoever asked go on once it is approved', async () => {
    const letGoOn = jest.fn(async () => undefined);
    openTask(
      {
        shown: ownRequest({ status: 'approved', pass: pass() }),
        waits: run({ canResume: true }),
      },
      { letGoOn },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Resume' }),
    );
    await waitFor(() => expect(letGoOn).toHaveBeenCalledTimes(1));
  });

  it('offers no button for a request that another task waits for', async () => {
    openTask({
      shown: ownRequest({
        status: 'approved',
        pass: pass(),
        execution: { kind: 'scaffolder', id: 'task-2/approval/main' },
      }),
      waits: run({ canResume: true }),
    });
    expect(
      await screen.findByText('It waits for you to let it go on.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
  });

  it('tells why it was refused and how to start again, and does not promise that it goes on', async () => {
    const rejected = task('user:default/carol', {
      status: 'decided',
      decision: {
        decision: 'reject',
        by: 'user:default/carol',
        comment: 'Use the replica.',
        at: '2026-11-24T09:00:00.000Z',
      },
    });
    openTask({
      message: `[Reader](http://portal/approvals/requests/${ID}) was rejected.`,
      shown: ownRequest({
        status: 'rejected',
        stages: [stage({ tasks: [rejected] })],
        viewer: ownRequest({ status: 'approved' }).viewer,
      }),
      waits: run({ state: 'failed', message: 'Reader was rejected.' }),
    });
    expect(
      await screen.findByText(
        'It was not approved: nothing behind the approval runs.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Carol Chen: “Use the replica.”'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Start again with changes' }),
    ).toHaveAttribute('href', run().again);
    expect(screen.queryByText(/goes on from this step/)).toBeNull();
    expect(screen.queryByText('Reader was rejected.')).toBeNull();
  });

  it('says once what the scaffolder means by failed, however many approvals it waits for', async () => {
    const other = ID.replace('01a2', '01a3');
    openTask({
      message: `${WAITS} [Writer](http://portal/approvals/requests/${other}) waits.`,
    });
    expect(await screen.findAllByRole('heading', { level: 2 })).toHaveLength(2);
    expect(await screen.findAllByText(/its page says failed/)).toHaveLength(1);
  });

  it.each([
    ['the first', ['in_review', 'rejected'], 1],
    ['the last', ['rejected', 'in_review'], 1],
    ['none', ['rejected', 'rejected'], 0],
  ] as const)(
    'says what is meant by failed where %s of its approvals is still to come',
    async (_, [first, last], times) => {
      const other = ID.replace('01a2', '01a3');
      openTask(
        {
          message: `${WAITS} [Writer](http://portal/approvals/requests/${other}) waits.`,
        },
        {
          getRequest: async ({ params }) =>
            ownRequest({ status: params.id === ID ? first : last }),
        },
      );
      expect(await screen.findAllByRole('heading', { level: 2 })).toHaveLength(
        2,
      );
      await waitFor(() =>
        expect(screen.queryAllByText(/its page says failed/)).toHaveLength(
          times,
        ),
      );
    },
  );

  it('says why a run has not gone on that was approved', async () => {
    openTask({
      shown: ownRequest({ status: 'approved', pass: pass() }),
      waits: run({ message: 'It could not reach approvals' }),
    });
    expect(
      await screen.findByText('It could not reach approvals'),
    ).toBeInTheDocument();
  });

  it('shows what was made, and asks nothing, once it has run', async () => {
    const { getRequest } = openTask({
      output: { text: [{ title: 'Your user', content: 'It is there.' }] },
    });
    expect(await screen.findByText('It is there.')).toBeInTheDocument();
    expect(getRequest).not.toHaveBeenCalled();
  });

  it.each([
    ['no link', 'It broke', []],
    ['one request', WAITS, [ID]],
    ['the same twice', `${WAITS} ${WAITS}`, [ID]],
    [
      'a link that leads elsewhere',
      '[x](http://portal/approvals/requests/mine)',
      [],
    ],
  ])('finds in words with %s which requests are meant', (_, words, ids) => {
    expect(requestsIn(words)).toEqual(ids);
  });
});
