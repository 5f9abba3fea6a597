import {
  ApprovalsError,
  Request,
  Run,
} from '@countersign/backstage-plugin-approvals-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes, useLocation } from 'react-router-dom';
import { renderPage } from '../__testUtils__/render';
import { ownRequest, pass, run } from '../__testUtils__/runs';
import type { ApprovalsApi } from '../api';
import { RequestPage } from '../requests/page/RequestPage';

const Form = () => <p>The form, {useLocation().search}</p>;

function open(
  shown: Request,
  getRequestRun: () => Run | Promise<Run>,
  more: Partial<ApprovalsApi> = {},
) {
  return renderPage(
    <Routes>
      <Route path="/approvals/requests/:id" element={<RequestPage />} />
      <Route path="/create/templates/*" element={<Form />} />
    </Routes>,
    {
      path: '/approvals/requests/r1',
      api: {
        getRequest: async () => shown,
        getRequestRun: async () => getRequestRun(),
        listRequestEvents: async () => ({ items: [] }),
        listTasks: async () => ({ items: [] }),
        ...more,
      },
    },
  );
}

const section = () =>
  screen.findByRole('region', { name: 'What runs after the approval' });
const button = (name: string) => screen.findByRole('button', { name });
const approved = () => ownRequest({ status: 'approved', pass: pass() });
const refusal = (status: number, message: string) =>
  new ApprovalsError(status, { error: { message } });

/** A run that changes as the scaffolder is told to go on. */
function scaffolder(first: Run, next: Run) {
  let now = first;
  const letGoOn = jest.fn<Promise<void>, Parameters<ApprovalsApi['letGoOn']>>(
    async () => {
      now = next;
    },
  );
  return { letGoOn, look: () => now };
}

describe('what runs after an approval', () => {
  it('shows template, owner, what was filled in, and the steps that follow', async () => {
    open(ownRequest(), () => run());

    const shown = within(await section());
    expect(
      await shown.findByText('Request a database user'),
    ).toBeInTheDocument();
    expect(shown.getByText(/Security/)).toBeInTheDocument();
    expect(shown.getByText('User name').nextSibling).toHaveTextContent(
      'reporting',
    );
    expect(shown.getByText('Database').nextSibling).toHaveTextContent(
      'Ledger database',
    );
    const steps = shown.getAllByRole('listitem').map(item => item.textContent);
    expect(steps).toEqual([
      'Wait for approvalapproval:gatethis approval, waits',
      'Make the userdemo:create-database-usercomes after the approval',
    ]);
    expect(
      shown.getByText(
        'It waits until this is decided, and costs nothing meanwhile.',
      ),
    ).toBeInTheDocument();
    expect(shown.getByRole('link', { name: 'Open the run' })).toHaveAttribute(
      'href',
      '/create/tasks/task-1',
    );
    expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
  });

  it('is not shown for a request after which nothing runs that is known', async () => {
    open(ownRequest({ run: undefined }), () => {
      throw refusal(404, 'No run');
    });
    expect(
      await screen.findByText(/Runs after the approval: scaffolder/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('region', { name: 'What runs after the approval' }),
    ).toBeNull();
  });

  it('shows how it was last seen when it cannot be looked at, and looks again', async () => {
    let fails = true;
    open(ownRequest(), () => {
      if (fails) throw refusal(500, 'Broken');
      return run();
    });

    const shown = within(await section());
    expect(
      await shown.findByText('It cannot be looked at: Broken'),
    ).toBeInTheDocument();
    expect(shown.getByText('Waits')).toBeInTheDocument();

    fails = false;
    await userEvent.click(shown.getByRole('button', { name: 'Try again' }));
    expect(
      await shown.findByText('Request a database user'),
    ).toBeInTheDocument();
  });

  it('says once that nothing runs after a refusal, also where it was tried again', async () => {
    open(ownRequest({ status: 'rejected' }), () =>
      run({ state: 'failed', message: 'Artifact one was rejected' }),
    );
    const shown = within(await section());
    expect(
      await shown.findByText(
        'It was not approved: nothing behind the approval runs.',
      ),
    ).toBeInTheDocument();
    expect(shown.getByText('does not run')).toBeInTheDocument();
    expect(shown.getByText('Stopped')).toBeInTheDocument();
    expect(shown.getByText('this approval, stopped here')).toBeInTheDocument();
    expect(shown.queryByText('Artifact one was rejected')).toBeNull();
  });

  it('tells what harm was done, and names other requests for the same', async () => {
    open(ownRequest(), () =>
      run({
        state: 'bypassed',
        message: 'It is done, and nobody approved it',
        twins: [{ id: '019ac0de-twin42', status: 'approved' }],
      }),
    );
    const shown = within(await section());
    expect(
      await shown.findByText(/It went on without this approval/),
    ).toBeInTheDocument();
    expect(
      shown.getByText('It is done, and nobody approved it'),
    ).toBeInTheDocument();
    expect(
      shown.getByRole('link', { name: 'Another request, …twin42' }),
    ).toHaveAttribute('href', '/approvals/requests/019ac0de-twin42');
  });
});

describe('letting it go on', () => {
  it('goes on once, however often it is pressed, and is followed until it is done', async () => {
    const { letGoOn, look } = scaffolder(
      run({ canResume: true }),
      run({ state: 'done' }),
    );
    let answer = () => {};
    const slow = new Promise<void>(resolve => {
      answer = resolve;
    });
    const sent = jest.fn(async (...args: Parameters<typeof letGoOn>) => {
      await slow;
      await letGoOn(...args);
    });
    const { toasts } = open(approved(), look, { letGoOn: sent });

    const resume = await button('Resume');
    await userEvent.dblClick(resume);
    await userEvent.click(resume);
    answer();

    await waitFor(() => expect(toasts).toEqual(['It goes on']));
    const following = await screen.findByRole('heading', {
      name: 'You let it go on',
    });
    expect(document.activeElement).toContainElement(following);
    expect(document.body).not.toHaveFocus();
    expect(
      await within(await section()).findByText('All of it has run.'),
    ).toBeInTheDocument();
    expect(sent).toHaveBeenCalledTimes(1);
    expect(sent).toHaveBeenCalledWith(
      expect.objectContaining(run({ canResume: true })),
      {},
    );
  });

  it('asks for the secrets by name, and sends nothing while one is missing', async () => {
    const { letGoOn, look } = scaffolder(
      run({ canResume: true, secrets: ['password', 'apiKey'] }),
      run({ state: 'running' }),
    );
    open(approved(), look, { letGoOn });

    await userEvent.click(await button('Resume'));
    const dialog = within(await screen.findByRole('dialog'));
    const password = dialog.getByLabelText('password');
    expect(password).toHaveAttribute('type', 'password');
    await userEvent.type(password, 'geheim');
    await userEvent.click(dialog.getByRole('button', { name: 'Resume' }));
    expect(dialog.getByRole('alert')).toHaveTextContent(
      'It is needed to go on.',
    );
    expect(dialog.getByLabelText('apiKey')).toHaveFocus();
    expect(letGoOn).not.toHaveBeenCalled();

    await userEvent.type(dialog.getByLabelText('apiKey'), 'k1');
    await userEvent.click(dialog.getByRole('button', { name: 'Resume' }));
    await waitFor(() =>
      expect(letGoOn).toHaveBeenCalledWith(expect.anything(), {
        password: 'geheim',
        apiKey: 'k1',
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says what it was refused with, and can be tried again', async () => {
    const letGoOn = jest.fn(async () => {
      throw refusal(409, 'The task is under way');
    });
    open(approved(), () => run({ canResume: true }), { letGoOn });

    await userEvent.click(await button('Resume'));
    expect(
      await screen.findByText('The task is under way'),
    ).toBeInTheDocument();
    await userEvent.click(await button('Resume'));
    await waitFor(() => expect(letGoOn).toHaveBeenCalledTimes(2));
  });

  it('says that a run which goes on after a refusal knows of it', async () => {
    open(ownRequest({ status: 'rejected', pass: pass() }), () =>
      run({ canResume: true, goesOnWhenRejected: true }),
    );
    expect(
      await screen.findByText(
        'It goes on where it waits, in your name, and knows that it was not approved.',
      ),
    ).toBeInTheDocument();
  });

  it('offers nothing for what no page can let go on', async () => {
    open(approved(), () => run({ canResume: true, kind: 'tokens' }));
    expect(
      await within(await section()).findByText('Request a database user'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
  });
});

describe('starting again with changes', () => {
  it('withdraws a request that is open, once that was confirmed, and opens the form', async () => {
    const withdrawRequest = jest.fn(async () => ownRequest());
    open(ownRequest(), () => run(), { withdrawRequest });

    await userEvent.click(await button('Start again with changes'));
    expect(withdrawRequest).not.toHaveBeenCalled();
    await userEvent.click(await button('Withdraw and start again'));

    expect(
      await screen.findByText('The form, ?formData=%7B%7D'),
    ).toBeInTheDocument();
    expect(withdrawRequest).toHaveBeenCalledTimes(1);
  });

  it('stays when the request cannot be withdrawn', async () => {
    open(ownRequest(), () => run(), {
      withdrawRequest: async () => {
        throw refusal(409, 'It was approved just now');
      },
    });
    await userEvent.click(await button('Start again with changes'));
    await userEvent.click(await button('Withdraw and start again'));
    expect(
      await screen.findByText('It was approved just now'),
    ).toBeInTheDocument();
  });

  it('only opens the form of a request that has ended', async () => {
    open(ownRequest({ status: 'approved' }), () => run());
    expect(
      await screen.findByRole('link', { name: 'Start again with changes' }),
    ).toHaveAttribute('href', run().again);
  });
});
