import {
  ApprovalsError,
  TaskItem,
} from '@countersign/backstage-plugin-approvals-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { taskItem } from '../__testUtils__/fixtures';
import { renderPage } from '../__testUtils__/render';
import type { ApprovalsApi } from '../api';
import { InboxPage } from './InboxPage';

type Decided = { task: string; decision: string; comment?: string };

/** An inbox with these tasks, whose server decides and refuses as told. */
async function openInbox(
  tasks: TaskItem[],
  refusals: Record<string, string> = {},
  more: Partial<ApprovalsApi> = {},
) {
  const decided: Decided[] = [];
  let open = tasks;
  const decide = ({ task, decision, comment }: Decided) => {
    if (refusals[task]) return refusals[task];
    decided.push({ task, decision, comment });
    open = open.filter(({ id }) => id !== task);
    return undefined;
  };
  const page = (
    <>
      <InboxPage />
      <Location />
    </>
  );
  const view = renderPage(page, {
    api: {
      listTasks: async () => ({ items: open }),
      countTasks: async () => ({
        open: open.length,
        overdue: 0,
        capped: false,
      }),
      listPolicies: async () => ({ items: [] }),
      decideTask: async ({ params, body }) => {
        const refusal = decide({ task: String(params.id), ...body });
        if (refusal) {
          throw new ApprovalsError(409, {
            error: { code: 'ALREADY_DECIDED', message: refusal },
          });
        }
        return { task: tasks[0], request: { ...tasks[0].request } };
      },
      decideTasks: async ({ body }) => ({
        results: body.decisions.map(({ taskId, decision, comment }) => {
          const message = decide({ task: taskId, decision, comment });
          return message
            ? {
                taskId,
                status: 409,
                error: { code: 'ALREADY_DECIDED', message },
              }
            : { taskId, status: 201 };
        }),
      }),
      ...more,
    },
  });
  if (tasks.length > 0) await screen.findByText(`Title ${tasks[0].id}`);
  return { ...view, decided };
}

const titles = () =>
  screen.queryAllByText(/^Title /).map(({ textContent }) => textContent);
const focused = () =>
  document.activeElement?.closest<HTMLElement>('[data-key]')?.dataset.key;
const press = (keys: string) => userEvent.keyboard(keys);

const Location = () => <p data-testid="location">{useLocation().pathname}</p>;

describe('the inbox', () => {
  it('moves over its rows by j and k, and stops at the ends', async () => {
    await openInbox([taskItem('a'), taskItem('b')]);

    const visited: (string | undefined)[] = [];
    for (const key of ['j', 'j', 'j', 'k', 'k']) {
      await press(key);
      visited.push(focused());
    }

    expect(visited).toEqual(['a', 'b', 'b', 'a', 'a']);
  });

  it('approves by a and Enter: the row leaves at once and the next one has the focus', async () => {
    const { decided } = await openInbox([taskItem('a'), taskItem('b')]);

    await press('ja');
    expect(await screen.findByRole('dialog')).toHaveTextContent(
      'Approve “Title a”?',
    );
    await press('{Enter}');

    await waitFor(() => expect(titles()).toEqual(['Title b']));
    expect(decided).toEqual([
      { task: 'a', decision: 'approve', comment: undefined },
    ]);
    await waitFor(() => expect(focused()).toBe('b'));
  });

  it('does not reject without the comment that the stage wants', async () => {
    const { decided } = await openInbox([
      taskItem('a', { comment: 'required-on-reject' }),
    ]);

    await press('jr');
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
    expect(dialog.getByRole('alert')).toHaveTextContent('wants a comment');
    expect(decided).toEqual([]);

    await userEvent.type(dialog.getByRole('textbox'), 'Not yet');
    await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));

    await waitFor(() =>
      expect(decided).toEqual([
        { task: 'a', decision: 'reject', comment: 'Not yet' },
      ]),
    );
  });

  it('opens a request by o', async () => {
    await openInbox([taskItem('a'), taskItem('b')]);

    await press('jjo');

    expect(screen.getByTestId('location')).toHaveTextContent(
      '/approvals/requests/request-b',
    );
  });

  it('leaves letters alone while somebody types', async () => {
    await openInbox([taskItem('a')]);

    await userEvent.type(screen.getByRole('searchbox'), 'jar?');

    expect(screen.getByRole('searchbox')).toHaveValue('jar?');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it("brings a row back with the server's words when it refused", async () => {
    const { toasts } = await openInbox([taskItem('a'), taskItem('b')], {
      a: 'Carol has decided already',
    });

    await userEvent.click(
      screen.getByRole('button', { name: 'Approve Title a' }),
    );
    await press('{Enter}');

    expect(
      await screen.findByText('Not decided: Carol has decided already'),
    ).toBeInTheDocument();
    expect(titles()).toEqual(['Title a', 'Title b']);
    expect(toasts).toEqual(['Not decided: “Title a”']);

    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(
      screen.queryByText('Not decided: Carol has decided already'),
    ).not.toBeInTheDocument();
  });

  it('decides the selected rows together, with a result for each', async () => {
    const { decided, toasts } = await openInbox(
      [taskItem('a'), taskItem('b'), taskItem('c'), taskItem('d')],
      { b: 'The request has ended' },
    );

    await press('jxjxjx');
    expect(screen.getByText('3 selected')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Approve 3' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('textbox'), 'All checked');
    await userEvent.click(dialog.getByRole('button', { name: 'Approve' }));

    expect(
      await screen.findByText('Not decided: The request has ended'),
    ).toBeInTheDocument();
    expect(titles()).toEqual(['Title b', 'Title d']);
    expect(decided).toEqual([
      { task: 'a', decision: 'approve', comment: 'All checked' },
      { task: 'c', decision: 'approve', comment: 'All checked' },
    ]);
    expect(toasts).toEqual(['2 decided, 1 refused: see the rows']);
    expect(screen.queryByRole('toolbar')).not.toBeInTheDocument();
  });

  it('says that nothing waits, and what was decided lately', async () => {
    const decision = {
      decision: 'approve' as const,
      by: 'user:default/bob',
      at: '2026-11-24T09:00:00.000Z',
    };
    await openInbox(
      [],
      {},
      {
        listTasks: async ({ query }) => ({
          items:
            query?.status === 'decided'
              ? [{ ...taskItem('old'), decision }]
              : [],
        }),
      },
    );

    expect(
      await screen.findByRole('heading', { name: 'Nothing waits on you' }),
    ).toBeInTheDocument();
    expect(await screen.findByText('Title old')).toBeInTheDocument();
  });

  it("shows the server's words when it cannot be loaded, and a way to try again", async () => {
    let away = true;
    await openInbox(
      [],
      {},
      {
        listTasks: async () => {
          if (away) {
            throw new ApprovalsError(503, {
              error: { message: 'The database is away' },
            });
          }
          return { items: [taskItem('a')] };
        },
      },
    );

    expect(await screen.findByText(/The database is away/)).toBeInTheDocument();
    away = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('Title a')).toBeInTheDocument();
  });
});
