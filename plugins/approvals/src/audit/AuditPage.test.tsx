import {
  ApprovalsError,
  Event,
} from '@countersign/backstage-plugin-approvals-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { BOB } from '../__testUtils__/fixtures';
import { webhook } from '../__testUtils__/webhooks';
import {
  activated,
  address,
  button,
  commented,
  decided,
  event,
  openAudit,
  REQUEST,
} from './__testUtils__/openAudit';

describe('the audit', () => {
  it('tells in sentences what happened, by day, with the names of requests and stages', async () => {
    openAudit([decided, commented, activated]);
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
    openAudit([decided]);
    expect(
      await screen.findByText('What was written here was erased.'),
    ).toBeInTheDocument();
  });

  it('names the request in which somebody had words erased', async () => {
    openAudit([
      event('audit.text_erased', {
        stream: 'audit',
        payload: {
          eventId: 'e',
          stream: `request:${REQUEST}`,
          seq: 7,
          part: 'text',
        },
      }),
    ]);
    await screen.findByText('Release 1.0');
    expect(screen.getByRole('listitem')).toHaveTextContent(
      'Bob Berg had what was written at line 7 of Release 1.0 erased',
    );
  });

  it('shows the raw event to whoever wants it', async () => {
    openAudit([activated]);
    await userEvent.click(await screen.findByText('Raw event'));
    expect(
      screen.getByText(/"stream": "policy:deploy"/, { selector: 'pre' }),
    ).toBeVisible();
  });

  it('names a stage by its number, and a request by its stream, for who may not see it', async () => {
    openAudit([decided], {
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
      openAudit([rotated], api, '', ['approvals.webhook.manage']);
      expect(await screen.findByRole('link', { name })).toHaveAttribute(
        'href',
        `/approvals/webhooks/${id}`,
      );
    });

    it('tells its stream to everybody else', async () => {
      openAudit([rotated], api);
      expect(await screen.findByText(`webhook:${id}`)).toBeInTheDocument();
      expect(screen.queryByRole('link', { name })).toBeNull();
    });
  });

  it('asks for what the address says', async () => {
    const { listAudit } = openAudit(
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
    openAudit([decided]);
    await userEvent.click(await button('Only this: Release 1.0'));
    expect(address()).toBe(`?about=request%3A${REQUEST}`);
    await userEvent.click(await button('Clear filters'));
    expect(address()).toBe('');
  });

  it('shows more, page by page', async () => {
    const pages: Record<string, { items: Event[]; nextCursor?: string }> = {
      first: { items: [decided], nextCursor: 'second' },
      second: { items: [commented] },
    };
    openAudit([], {
      listAudit: async ({ query }) =>
        query?.type ? { items: [] } : pages[query?.cursor ?? 'first'],
    });
    await userEvent.click(await button('Show more'));
    expect(await screen.findByText(/Alice Amari/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('says so when nothing has happened', async () => {
    openAudit([]);
    expect(
      await screen.findByText('Nothing has happened yet'),
    ).toBeInTheDocument();
  });

  it('is not for everybody, and says so in the words of the server', async () => {
    openAudit([], {
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
    openAudit(
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
    openAudit([], {
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
