import type { Webhook } from '@countersign/backstage-plugin-approvals-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { renderPage } from '../__testUtils__/render';
import { refusal, webhook } from '../__testUtils__/webhooks';
import type { ApprovalsApi } from '../api';
import { WebhooksPage } from './WebhooksPage';

// Dialogs full of fields are slow without a browser.
jest.setTimeout(60_000);

const SECRET = 'whsec_c2VjcmV0IG9mIGEgdGVzdCwgMzIgYnl0ZXMgbG9uZw==';

const Location = () => <p data-testid="location">{useLocation().pathname}</p>;

function openPage(
  webhooks: Webhook[],
  more: Partial<ApprovalsApi> = {},
  path = '/approvals/webhooks',
) {
  return renderPage(
    <>
      <WebhooksPage />
      <Location />
    </>,
    {
      path,
      api: {
        listWebhooks: async () => ({ items: webhooks }),
        listPolicies: async () => ({ items: [] }),
        ...more,
      },
    },
  );
}

const dialog = async () => within(await screen.findByRole('dialog'));
const press = (name: string) =>
  userEvent.click(screen.getByRole('button', { name }));

describe('the list of webhook endpoints', () => {
  it('says what webhooks are for where there is none, with one way to begin', async () => {
    openPage([]);
    expect(
      await screen.findByText('Tell other systems what happens here'),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('button')).toHaveLength(1);
    await press('New endpoint');
    expect(await screen.findByRole('dialog')).toHaveTextContent('New endpoint');
  });

  it('tells of each what it gets and how it does, in words', async () => {
    const since = new Date(Date.now() - 3 * 3_600_000).toISOString();
    openPage([
      webhook({ id: 'a', name: 'All' }),
      webhook({
        id: 'b',
        name: 'Some',
        types: ['request.approved', 'request.rejected'],
        policyKeys: ['demo'],
        usedFor: ['events', 'rules'],
        health: { failingSince: since, lastError: 'Refused', waiting: 4 },
      }),
      webhook({
        id: 'c',
        name: 'Off',
        usedFor: ['callbacks'],
        enabled: false,
        disabledAt: since,
        disabledReason: 'person',
        health: { waiting: 1 },
      }),
    ]);
    await screen.findByText('All');
    const rows = screen
      .getAllByRole('row')
      .slice(1)
      .map(({ textContent }) => textContent);
    expect(rows[0]).toMatch(/Every event.*of every policy.*Healthy.*last/);
    expect(rows[1]).toMatch(
      /request\.approved and 1 more.*of demo · asked for approvers, too.*Failing.*for 3 h: Refused · 4 messages wait/,
    );
    expect(rows[2]).toMatch(
      /Callbacks of requests.*Disabled.*by hand, 3 h ago · 1 message waits/,
    );
    expect(
      screen.getByText('3 endpoints, 1 failing, 1 disabled'),
    ).toBeInTheDocument();
  });

  it('finds an endpoint by words of its name or address', async () => {
    openPage(
      [
        webhook({ id: 'a', name: 'Deploys', url: 'https://ci.example.com/x' }),
        webhook({ id: 'b', name: 'Chat', url: 'https://chat.example.com/x' }),
      ],
      {},
      '/approvals/webhooks?q=CI+deploy',
    );
    expect(await screen.findByText('Deploys')).toBeInTheDocument();
    expect(screen.queryByText('Chat')).not.toBeInTheDocument();
  });

  it("says with the server's words that it is not for everybody", async () => {
    openPage([], {
      listWebhooks: async () => {
        throw refusal(403, 'You may not manage webhooks');
      },
    });
    expect(await screen.findByText('Not for you')).toBeInTheDocument();
    expect(screen.getByText(/You may not manage webhooks/)).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'New endpoint' }),
    ).not.toBeInTheDocument();
  });

  describe('making one', () => {
    async function openForm(createWebhook: ApprovalsApi['createWebhook']) {
      openPage([], { createWebhook });
      await screen.findByText('Tell other systems what happens here');
      await press('New endpoint');
      return dialog();
    }
    const type = async (name: RegExp, words: string) => {
      const form = await dialog();
      await userEvent.click(form.getByRole('textbox', { name }));
      await userEvent.paste(words);
    };
    const create = async () =>
      userEvent.click((await dialog()).getByRole('button', { name: 'Create' }));

    it('shows its secret once, which no slip closes, and then its page', async () => {
      const createWebhook = jest.fn(async () => ({
        ...webhook(),
        secret: SECRET,
      }));
      await openForm(createWebhook);
      await type(/^Name/, ' Deploy pipeline ');
      await type(/^Address/, 'https://ci.example.com/hooks');
      await userEvent.click(
        (await dialog()).getByRole('checkbox', { name: /who approves/ }),
      );
      await create();

      expect(await screen.findByText(SECRET)).toBeInTheDocument();
      expect(createWebhook).toHaveBeenCalledWith({
        body: {
          name: 'Deploy pipeline',
          url: 'https://ci.example.com/hooks',
          types: [],
          policyKeys: [],
          usedFor: ['events', 'rules'],
        },
        idempotencyKey: expect.any(String),
      });

      await userEvent.keyboard('{Escape}');
      await userEvent.click(document.body);
      expect(screen.getByText(SECRET)).toBeInTheDocument();
      expect(screen.getByTestId('location')).toHaveTextContent(
        /^\/approvals\/webhooks$/,
      );

      await press('I have it');
      expect(screen.getByTestId('location')).toHaveTextContent(
        `/approvals/webhooks/${webhook().id}`,
      );
    });

    it("puts the server's words to the field that it refused", async () => {
      await openForm(async () => {
        throw refusal(400, '/url: must be an https address', [
          { path: '/url', message: 'must be an https address' },
        ]);
      });
      await type(/^Name/, 'CI');
      await type(/^Address/, 'http://ci.example.com');
      await create();

      const alerts = await screen.findAllByRole('alert');
      expect(alerts.map(({ textContent }) => textContent)).toEqual([
        'must be an https address',
      ]);
      expect(
        (await dialog()).getByRole('textbox', { name: /^Address/ }),
      ).toBeInvalid();

      await type(/^Address/, '/other');
      expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    });

    it('says what is missing and sends nothing', async () => {
      const createWebhook = jest.fn();
      await openForm(createWebhook);
      await create();
      expect(screen.getAllByText('This is needed.')).toHaveLength(2);
      expect(createWebhook).not.toHaveBeenCalled();
    });

    it('is told with the same key when it is sent again, and says why it was refused', async () => {
      const keys: (string | undefined)[] = [];
      await openForm(async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        throw refusal(409, 'There are 100 webhook endpoints already');
      });
      await type(/^Name/, 'CI');
      await type(/^Address/, 'https://ci.example.com');
      await create();
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'There are 100 webhook endpoints already',
      );
      await create();
      await waitFor(() => expect(keys).toHaveLength(2));
      expect(keys[0]).toBe(keys[1]);
    });
  });
});
