import {
  ApprovalsError,
  Event,
  Verification,
} from '@countersign/backstage-plugin-approvals-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { ALICE, BOB, request, stage } from '../__testUtils__/fixtures';
import { renderPage } from '../__testUtils__/render';
import { webhook } from '../__testUtils__/webhooks';
import type { ApprovalsApi } from '../api';
import { AuditPage } from './AuditPage';

const REQUEST = '019ab3c4-0000-7000-8000-00000000000a';

const event = (type: string, more: Partial<Event> = {}): Event => ({
  id: `${type} ${more.seq ?? 1}`,
  stream: `request:${REQUEST}`,
  seq: 1,
  type,
  at: '2026-11-24T09:00:00.000Z',
  actor: BOB,
  payload: { round: 1 },
  previousHash: '0',
  hash: '1',
  ...more,
});

const decided = event('task.decided', {
  payload: { round: 1, stage: 0, person: BOB, decision: 'approve' },
  erased: ['text'],
});
const commented = event('request.commented', {
  seq: 2,
  actor: ALICE,
  text: 'Have a look, please',
  at: '2026-11-23T09:00:00.000Z',
});
const activated = event('policy.activated', {
  stream: 'policy:deploy',
  payload: { key: 'deploy', version: 1 },
});

const Address = () => <output>{useLocation().search}</output>;

function open(
  items: Event[],
  more: Partial<ApprovalsApi> = {},
  address: string = '',
  permissions: string[] = [],
) {
  const listAudit = jest.fn<
    ReturnType<ApprovalsApi['listAudit']>,
    Parameters<ApprovalsApi['listAudit']>
  >(async ({ query }) => ({
    items: query?.type === 'audit.sealed' ? [] : items,
  }));
  const page = renderPage(
    <>
      <AuditPage />
      <Address />
    </>,
    {
      path: `/approvals/audit${address}`,
      permissions,
      api: {
        listAudit,
        getRequest: async () =>
          request({
            id: REQUEST,
            subject: { type: 'release', id: '1', title: 'Release 1.0' },
            stages: [stage({ name: 'Readiness' })],
          }),
        ...more,
      },
    },
  );
  return { ...page, listAudit };
}

const verification = (more: Partial<Verification> = {}): Verification => ({
  ok: true,
  streams: 4,
  events: 15,
  erased: 1,
  seals: 2,
  broken: null,
  ...more,
});

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const address = () => screen.getByRole('status').textContent;

describe('the audit', () => {
  it('tells in sentences what happened, by day, with the names of requests and stages', async () => {
    open([decided, commented, activated]);
    await screen.findAllByRole('link', { name: 'Release 1.0' });
    expect(
      (await screen.findAllByRole('listitem')).map(item => item.textContent),
    ).toEqual([
      expect.stringContaining('Bob Berg approved Readiness'),
      expect.stringContaining('Bob Berg put version 1 of deploy into force'),
      expect.stringMatching(/Alice Amari commented.*Have a look, please/),
    ]);
    expect(
      screen.getAllByRole('link', { name: 'Release 1.0' })[0],
    ).toHaveAttribute('href', `/approvals/requests/${REQUEST}`);
    expect(screen.getAllByRole('region').length).toBeGreaterThan(1);
  });

  it('says that words were erased', async () => {
    open([decided]);
    expect(
      await screen.findByText('What was written here was erased.'),
    ).toBeInTheDocument();
  });

  it('shows the raw event to whoever wants it', async () => {
    open([activated]);
    await userEvent.click(await screen.findByText('Raw event'));
    expect(
      screen.getByText(/"stream": "policy:deploy"/, { selector: 'pre' }),
    ).toBeVisible();
  });

  it('names a stage by its number, and a request by its stream, for who may not see it', async () => {
    open([decided], {
      getRequest: async () => {
        throw new ApprovalsError(404, undefined);
      },
    });
    expect(await screen.findByText('stage 1')).toBeInTheDocument();
    expect(screen.getByText(`request:${REQUEST}`)).toBeInTheDocument();
  });

  describe('about a webhook endpoint', () => {
    const { id, name } = webhook();
    const rotated = event('webhook.rotated', {
      stream: `webhook:${id}`,
      payload: { id, keepOld: true },
    });
    const api = { listWebhooks: async () => ({ items: [webhook()] }) };

    it('names it, and leads to it, for who manages webhooks', async () => {
      open([rotated], api, '', ['approvals.webhook.manage']);
      expect(await screen.findByRole('link', { name })).toHaveAttribute(
        'href',
        `/approvals/webhooks/${id}`,
      );
    });

    it('tells its stream to everybody else', async () => {
      open([rotated], api);
      expect(await screen.findByText(`webhook:${id}`)).toBeInTheDocument();
      expect(screen.queryByRole('link', { name })).toBeNull();
    });
  });

  it('asks for what the address says', async () => {
    const { listAudit } = open(
      [],
      {},
      `?about=${REQUEST}&type=task.decided&actor=${BOB}&from=2026-11-24&to=2026-11-24`,
    );
    expect(await screen.findByText('Nothing matches')).toBeInTheDocument();
    expect(listAudit.mock.calls.map(([{ query }]) => query)).toContainEqual({
      stream: `request:${REQUEST}`,
      type: 'task.decided',
      actor: BOB,
      after: new Date(2026, 10, 24).toISOString(),
      before: new Date(2026, 10, 25).toISOString(),
      limit: '50',
      cursor: undefined,
    });
  });

  it('narrows to a stream and back, in the address', async () => {
    open([decided]);
    await userEvent.click(await button('Show only Release 1.0'));
    expect(address()).toBe(`?about=request%3A${REQUEST}`);
    await userEvent.click(await button('Clear filters'));
    expect(address()).toBe('');
  });

  it('shows more, page by page', async () => {
    const pages: Record<string, { items: Event[]; nextCursor?: string }> = {
      first: { items: [decided], nextCursor: 'second' },
      second: { items: [commented] },
    };
    open([], {
      listAudit: async ({ query }) =>
        query?.type ? { items: [] } : pages[query?.cursor ?? 'first'],
    });
    await userEvent.click(await button('Show more'));
    expect(await screen.findByText(/Alice Amari/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('says so when nothing has happened', async () => {
    open([]);
    expect(
      await screen.findByText('Nothing has happened yet'),
    ).toBeInTheDocument();
  });

  it('is not for everybody, and says so in the words of the server', async () => {
    open([], {
      listAudit: async () => {
        throw new ApprovalsError(403, {
          error: { message: 'You may not read the audit' },
        });
      },
    });
    expect(
      await screen.findByText(/You may not read the audit/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Verify/ })).toBeNull();
  });

  it('can be widened again where the server refuses a filter', async () => {
    open(
      [],
      {
        listAudit: async ({ query }) => {
          if (query?.actor === 'nobody') {
            throw new ApprovalsError(400, {
              error: { message: '/actor: is no ref' },
            });
          }
          return { items: query?.type ? [] : [commented] };
        },
      },
      '?actor=nobody',
    );
    expect(await screen.findByText(/is no ref/)).toBeInTheDocument();
    await userEvent.click(await button('Clear filters'));
    expect(await screen.findByText(/Alice Amari/)).toBeInTheDocument();
  });

  it('says when it could not be loaded', async () => {
    open([], {
      listAudit: async () => {
        throw new ApprovalsError(503, {
          error: { message: 'The database cannot be reached' },
        });
      },
    });
    expect(
      await screen.findByText(/The database cannot be reached/),
    ).toBeInTheDocument();
  });
});

describe('the proof', () => {
  it('tells when the chain was verified, and what was looked at', async () => {
    open([decided], { verifyAudit: async () => verification() });
    await userEvent.click(await button('Verify the chain'));
    expect(
      await screen.findByText(/^Chain verified at .*: nothing is wrong$/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'Lines: 15, in streams: 4. Daily seals that hold: 2. Texts erased, with an event that says so: 1.',
      ),
    ).toBeInTheDocument();
  });

  it('names the line that is broken, and leads to its stream', async () => {
    const broken = {
      stream: 'policy:deploy',
      seq: 3,
      reason: 'the line was changed',
    };
    open([decided], {
      verifyAudit: async () => verification({ ok: false, broken }),
    });
    await userEvent.click(await button('Verify the chain'));
    expect(
      await screen.findByText(
        'Stream policy:deploy, line 3: the line was changed.',
      ),
    ).toBeInTheDocument();
    await userEvent.click(await button('Show the stream'));
    expect(address()).toBe('?about=policy%3Adeploy');
    expect(screen.getByText(/line 3: the line was changed/)).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Show the stream' }),
    ).toBeNull();
  });

  it('is of one stream where the list is', async () => {
    const verifyAudit = jest.fn(async () => verification());
    open([activated], { verifyAudit }, '?about=policy:deploy');
    await userEvent.click(await button('Verify this stream'));
    await waitFor(() =>
      expect(verifyAudit).toHaveBeenCalledWith(
        expect.objectContaining({ query: { stream: 'policy:deploy' } }),
      ),
    );
  });

  it('says when it could not be had', async () => {
    open([decided], {
      verifyAudit: async () => {
        throw new ApprovalsError(503, { error: { message: 'Not now' } });
      },
    });
    await userEvent.click(await button('Verify the chain'));
    expect(
      await screen.findByText('It could not be verified: Not now'),
    ).toBeInTheDocument();
  });

  it('tells of the last seal', async () => {
    open([], {
      listAudit: async () => ({
        items: [event('audit.sealed', { stream: 'audit' })],
      }),
    });
    expect(await screen.findByText(/^Last sealed /)).toBeInTheDocument();
  });
});

describe('an export', () => {
  const saved = () => {
    const clicked: string[] = [];
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function click(this: HTMLAnchorElement) {
        clicked.push(this.download);
      });
    URL.createObjectURL = () => 'blob:x';
    URL.revokeObjectURL = () => undefined;
    return clicked;
  };

  it.each([
    ['Export JSONL', 'jsonl'],
    ['Export CSV', 'csv'],
  ])('%s brings a file of what is filtered', async (name, format) => {
    const clicked = saved();
    const exportAudit = jest.fn(async () => new Blob(['x']));
    open([activated], { exportAudit }, '?about=policy:deploy');
    await userEvent.click(await button(name));
    await waitFor(() => expect(clicked).toEqual([`approvals-audit.${format}`]));
    expect(exportAudit).toHaveBeenCalledWith(
      { stream: 'policy:deploy', format },
      expect.anything(),
    );
  });

  it('can be stopped, and says nothing then', async () => {
    let stopped = false;
    const { toasts } = open([activated], {
      exportAudit: (_, signal) =>
        new Promise((__, reject) => {
          signal.onabort = () => {
            stopped = true;
            reject(signal.reason);
          };
        }),
    });
    await userEvent.click(await button('Export CSV'));
    await userEvent.click(await button('Stop'));
    await waitFor(() => expect(stopped).toBe(true));
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull(),
    );
    expect(toasts).toEqual([]);
  });

  it('says when it failed', async () => {
    const { toasts } = open([activated], {
      exportAudit: async () => {
        throw new ApprovalsError(503, { error: { message: 'Not now' } });
      },
    });
    const proof = within(
      await screen.findByRole('main').catch(() => document.body),
    );
    await userEvent.click(
      await proof.findByRole('button', { name: 'Export JSONL' }),
    );
    await waitFor(() => expect(toasts).toEqual(['The export failed: Not now']));
  });
});
