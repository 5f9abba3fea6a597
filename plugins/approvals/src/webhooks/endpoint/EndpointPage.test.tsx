import type {
  Delivery,
  Webhook,
} from '@countersign/backstage-plugin-approvals-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes, useLocation } from 'react-router-dom';
import { renderPage } from '../../__testUtils__/render';
import {
  attempt,
  delivery,
  failedAttempt,
  refusal,
  webhook,
} from '../../__testUtils__/webhooks';
import type { ApprovalsApi } from '../../api';
import { EndpointPage } from './EndpointPage';

// Dialogs full of fields are slow without a browser.
jest.setTimeout(60_000);

const Location = () => <p data-testid="location">{useLocation().pathname}</p>;

async function openPage(endpoint: Webhook, more: Partial<ApprovalsApi> = {}) {
  const view = renderPage(
    <>
      <Routes>
        <Route path="/approvals/webhooks/:id" element={<EndpointPage />} />
        <Route path="*" element={null} />
      </Routes>
      <Location />
    </>,
    {
      path: `/approvals/webhooks/${endpoint.id}`,
      api: {
        getWebhook: async () => endpoint,
        listDeliveries: async () => ({ items: [] }),
        listPolicies: async () => ({ items: [] }),
        ...more,
      },
    },
  );
  await screen.findByRole('heading', { name: endpoint.name });
  return view;
}

const press = (name: string) =>
  userEvent.click(screen.getByRole('button', { name }));
const choose = async (name: string) => {
  await press('More');
  await userEvent.click(await screen.findByRole('menuitem', { name }));
};
const dialog = async () => within(await screen.findByRole('dialog'));

describe('the page of an endpoint', () => {
  describe('sends a test message', () => {
    const test = (status: Delivery['status'], last: Delivery['attempts'][0]) =>
      openPage(webhook(), {
        testWebhook: async () =>
          delivery({ kind: 'test', status: 'pending', attempts: [] }),
        getDelivery: async () =>
          delivery({ kind: 'test', status, attempts: [last] }),
      });

    it('and says what came back', async () => {
      await test('delivered', attempt({ duration: 1_240 }));
      await press('Send test');
      expect(
        await screen.findByText('It took the test message: 200 in 1.2 s'),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('link', { name: 'See what was sent' }),
      ).toHaveAttribute(
        'href',
        `/approvals/webhooks/deliveries/${delivery().id}`,
      );
    });

    it('and says why it was not taken', async () => {
      await test('exhausted', failedAttempt(1));
      await press('Send test');
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'It did not take the test messageIt answered 500',
      );
    });
  });

  it('disables at once, and takes it back with the words of a server that refuses', async () => {
    let refuse: (error: Error) => void = () => undefined;
    await openPage(webhook(), {
      updateWebhook: () =>
        new Promise((_, reject) => {
          refuse = reject;
        }),
    });
    await choose('Disable');
    expect(await screen.findByText('Disabled')).toBeInTheDocument();

    refuse(refusal(403, 'Tokens may not do this'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Tokens may not do this',
    );
    expect(screen.queryByText('Disabled')).not.toBeInTheDocument();
    expect(screen.getByText('Healthy')).toBeInTheDocument();
  });

  it('says why it was disabled, and enables it', async () => {
    const updateWebhook = jest.fn(async () => webhook());
    await openPage(
      webhook({
        enabled: false,
        disabledAt: '2026-11-24T09:00:00.000Z',
        disabledReason: 'failing',
        health: {
          failingSince: '2026-11-19T09:00:00.000Z',
          lastError: 'It answered 410',
          waiting: 7,
        },
      }),
      { updateWebhook },
    );
    expect(screen.getByText(/^It answered 410\. Messages wait/)).toBeVisible();
    expect(screen.getByText('7 messages wait')).toBeVisible();
    await press('Enable');
    expect(updateWebhook).toHaveBeenCalledWith({
      params: { id: webhook().id },
      body: { enabled: true },
    });
  });

  it('rotates the secret after saying that both sign for a while, and shows the new one', async () => {
    const rotateWebhookSecret = jest.fn(async () => ({
      ...webhook({ oldSecretUntil: '2026-11-25T09:00:00.000Z' }),
      secret: 'whsec_new',
    }));
    await openPage(webhook(), { rotateWebhookSecret });
    await choose('Rotate secret');
    const asked = await dialog();
    expect(asked.getByText(/two signatures/)).toBeInTheDocument();
    await userEvent.click(asked.getByRole('button', { name: 'Rotate' }));

    expect(await screen.findByText('whsec_new')).toBeInTheDocument();
    expect(screen.getByText(/^Until .* the old secret, too/)).toBeVisible();
    expect(rotateWebhookSecret).toHaveBeenCalledWith({
      params: { id: webhook().id },
      body: { keepOld: true },
    });
  });

  it('lets a secret that got out sign nothing any more', async () => {
    const rotateWebhookSecret = jest.fn(async () => ({
      ...webhook(),
      secret: 'whsec_new',
    }));
    await openPage(webhook(), { rotateWebhookSecret });
    await choose('Rotate secret');
    const asked = await dialog();
    await userEvent.click(asked.getByRole('checkbox'));
    await userEvent.click(asked.getByRole('button', { name: 'Rotate' }));
    expect(
      await screen.findByText('The old secret signs nothing any more.'),
    ).toBeInTheDocument();
    expect(rotateWebhookSecret).toHaveBeenCalledWith(
      expect.objectContaining({ body: { keepOld: false } }),
    );
  });

  it('tells what is lost before it is removed', async () => {
    const told = new Set<() => void>();
    const deleteWebhook = jest.fn(async () => told.forEach(tell => tell()));
    const endpoint = webhook({
      usedFor: ['events', 'rules'],
      health: { waiting: 3 },
    });
    const getWebhook = jest.fn(async () => endpoint);
    await openPage(endpoint, {
      getWebhook,
      deleteWebhook,
      onWrite(listener) {
        told.add(listener);
        return () => told.delete(listener);
      },
    });
    await choose('Remove');
    const asked = await dialog();
    const lost = asked
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(lost).toEqual([
      expect.stringMatching(/its secret is forgotten/),
      '3 messages wait for it and are dropped.',
      expect.stringMatching(/call it back/),
      expect.stringMatching(/HTTP rules ask it/),
    ]);
    expect(deleteWebhook).not.toHaveBeenCalled();
    getWebhook.mockClear();
    await userEvent.click(asked.getByRole('button', { name: 'Remove' }));
    await waitFor(() =>
      expect(screen.getByTestId('location')).toHaveTextContent(
        /^\/approvals\/webhooks$/,
      ),
    );
    expect(getWebhook).not.toHaveBeenCalled();
  });

  it('saves only what was changed', async () => {
    const updateWebhook = jest.fn(async () => webhook({ name: 'CI' }));
    const { toasts } = await openPage(webhook(), { updateWebhook });
    await press('Edit');
    const form = await dialog();
    const name = form.getByRole('textbox', { name: /^Name/ });
    await userEvent.clear(name);
    await userEvent.paste('CI');
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(updateWebhook).toHaveBeenCalledWith({
        params: { id: webhook().id },
        body: { name: 'CI' },
      }),
    );
    await waitFor(() => expect(toasts).toEqual(['Saved']));
  });
});
