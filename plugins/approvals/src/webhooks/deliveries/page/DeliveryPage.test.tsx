import type { Delivery } from '@countersign/backstage-plugin-approvals-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { renderPage } from '../../../__testUtils__/render';
import {
  attempt,
  delivery,
  failedAttempt,
  refusal,
  webhook,
} from '../../../__testUtils__/webhooks';
import type { ApprovalsApi } from '../../../api';
import { DeliveryPage } from './DeliveryPage';

async function openPage(message: Delivery, more: Partial<ApprovalsApi> = {}) {
  renderPage(
    <Routes>
      <Route
        path="/approvals/webhooks/deliveries/:id"
        element={<DeliveryPage />}
      />
    </Routes>,
    {
      path: `/approvals/webhooks/deliveries/${message.id}`,
      api: { getDelivery: async () => message, ...more },
    },
  );
  await screen.findByRole('heading', { name: message.type });
}

const tries = () => screen.getAllByRole('listitem');

describe('the page of a message', () => {
  it('leads to its endpoint and to its request, by their names', async () => {
    await openPage(delivery());
    expect(
      screen.getByRole('link', { name: 'Deploy pipeline' }),
    ).toHaveAttribute('href', `/approvals/webhooks/${webhook().id}`);
    expect(screen.getByRole('link', { name: 'Reader' })).toHaveAttribute(
      'href',
      '/approvals/requests/r1',
    );
  });

  it('leads nowhere, and sends nothing, where its endpoint was removed', async () => {
    await openPage(
      delivery({
        status: 'dropped',
        attempts: [],
        endedAt: '2026-11-24T10:00:00.000Z',
        endpointRemovedAt: '2026-11-24T10:00:00.000Z',
      }),
    );
    expect(screen.getByText('It was never tried.')).toBeVisible();
    expect(
      screen.getByText(/to Deploy pipeline, which was removed/),
    ).toBeVisible();
    expect(screen.getByText('its endpoint was removed')).toBeVisible();
    expect(
      screen.queryByRole('link', { name: 'Deploy pipeline' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });

  it('tells of each try, the newest first, and when the next one is', async () => {
    await openPage(
      delivery({
        status: 'pending',
        attempts: [failedAttempt(1), failedAttempt(2)],
        nextAttemptAt: new Date(Date.now() + 305_000).toISOString(),
      }),
    );
    expect(tries().map(({ textContent }) => textContent)).toEqual([
      'next try in 5 min',
      expect.stringMatching(/^It answered 500 · 34 ms.*Try 2/),
      expect.stringMatching(/^It answered 500 · 34 ms.*Try 1/),
    ]);
  });

  it('shows what came back, and says where it was cut', async () => {
    await openPage(
      delivery({
        attempts: [
          attempt({
            response: {
              status: 200,
              headers: { 'content-type': 'application/json' },
              body: '{"ok":true',
              cut: true,
            },
          }),
        ],
      }),
    );
    const answer = within(tries()[0]);
    await userEvent.click(answer.getByText('What came back: 200'));
    expect(answer.getByText('{"ok":true')).toBeVisible();
    expect(answer.getByText('Only its first 8 KiB are kept.')).toBeVisible();
  });

  it('says that nothing came back', async () => {
    await openPage(
      delivery({
        status: 'exhausted',
        attempts: [
          attempt({
            status: undefined,
            response: undefined,
            error: 'No answer within 10 s',
          }),
        ],
      }),
    );
    expect(tries()[0]).toHaveTextContent(
      /No answer within 10 s · 34 ms.*Nothing came back\./,
    );
  });

  it('shows the payload as JSON, and says where it was cut', async () => {
    await openPage(delivery({ payload: { body: '{"a":1}', cut: true } }));
    expect(screen.getByText(/"a": 1/).textContent).toBe('{\n  "a": 1\n}');
    expect(screen.getByText(/Its first 8 KiB are shown/)).toBeVisible();
  });

  it("says in the server's words why it is not sent again", async () => {
    await openPage(delivery(), {
      retryDelivery: async () => {
        throw refusal(409, 'The endpoint of this message was removed');
      },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Send again' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The endpoint of this message was removed',
    );
  });
});
