import type {
  Delivery,
  DeliveryItem,
} from '@countersign/backstage-plugin-approvals-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPage } from '../../__testUtils__/render';
import {
  attempt,
  delivery,
  deliveryItem,
  failedAttempt,
  refusal,
  webhook,
} from '../../__testUtils__/webhooks';
import type { ApprovalsApi } from '../../api';
import { DeliveriesPage } from './DeliveriesPage';

const soon = (minutes: number) =>
  new Date(Date.now() + minutes * 60_000 + 5_000).toISOString();

async function openPage(
  items: DeliveryItem[],
  more: Partial<ApprovalsApi> = {},
  search = '',
) {
  const listDeliveries = jest.fn(
    more.listDeliveries ?? (async () => ({ items })),
  );
  const view = renderPage(<DeliveriesPage />, {
    path: `/approvals/webhooks/deliveries${search}`,
    api: {
      listWebhooks: async () => ({ items: [webhook()] }),
      ...more,
      listDeliveries,
    },
  });
  if (items.length > 0) await screen.findAllByRole('row');
  return { ...view, listDeliveries };
}

const rows = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map(({ textContent }) => textContent);

describe('the list of messages', () => {
  it.each<[string, Partial<Delivery>, RegExp]>([
    ['was delivered', { attempts: [attempt()] }, /Delivered.*200 in 34 ms/],
    [
      'was not tried yet',
      { status: 'pending', attempts: [], nextAttemptAt: soon(0) },
      /On its way$/,
    ],
    [
      'waits for earlier ones',
      { status: 'pending', attempts: [], nextAttemptAt: soon(-3) },
      /Waits.*for earlier ones to be taken/,
    ],
    [
      'is tried again',
      {
        status: 'pending',
        attempts: [failedAttempt(1)],
        nextAttemptAt: soon(5),
      },
      /Retrying.*It answered 500 · next try in 5 min/,
    ],
    [
      'waits for its endpoint',
      { status: 'pending', attempts: [] },
      /Waits.*until its endpoint is enabled/,
    ],
    [
      'was given up',
      { status: 'exhausted', attempts: [failedAttempt(1), failedAttempt(2)] },
      /Given up.*after 2 tries · It answered 500/,
    ],
    [
      'was dropped with its endpoint',
      {
        status: 'dropped',
        attempts: [],
        endedAt: soon(-3),
        endpointRemovedAt: soon(-3),
      },
      /Deploy pipeline.*removed.*Dropped.*its endpoint was removed/,
    ],
    [
      'waited for its endpoint too long',
      { status: 'dropped', attempts: [] },
      /Dropped.*its endpoint was disabled too long/,
    ],
  ])('says that a message %s', async (_, more, words) => {
    await openPage([deliveryItem(more)]);
    expect(rows()[0]).toMatch(words);
  });

  it('offers no further try where the endpoint was removed', async () => {
    const givenUp: Partial<Delivery> = {
      status: 'exhausted',
      attempts: [failedAttempt(1)],
    };
    await openPage([
      deliveryItem({ id: 'a', ...givenUp, endpointRemovedAt: soon(-3) }),
      deliveryItem({ id: 'b', ...givenUp }),
    ]);
    const [removed, other] = screen.getAllByRole('row').slice(1);
    const name = 'Try again: request.approved';
    expect(within(removed).queryByRole('button', { name })).toBeNull();
    expect(within(other).getByRole('button', { name })).toBeVisible();
  });

  it('asks for what the address says', async () => {
    const id = webhook().id;
    const { listDeliveries } = await openPage(
      [deliveryItem()],
      {},
      `?status=exhausted&type=request.approved&request=${id}`,
    );
    expect(listDeliveries).toHaveBeenLastCalledWith(
      expect.objectContaining({
        query: {
          status: 'exhausted',
          type: 'request.approved',
          requestId: id,
          limit: '50',
          cursor: undefined,
        },
      }),
    );
  });

  it('can be narrowed to an endpoint that was removed, by its name', async () => {
    const gone = webhook({ id: 'gone', name: 'Old CI', removedAt: soon(-9) });
    const listWebhooks = jest.fn(async () => ({ items: [gone, webhook()] }));
    const { listDeliveries } = await openPage([deliveryItem()], {
      listWebhooks,
    });
    expect(listWebhooks).toHaveBeenLastCalledWith(
      expect.objectContaining({
        query: { removed: 'true', cursor: undefined },
      }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: /Endpoint/ }),
    );
    expect(
      (await screen.findAllByRole('option')).map(
        ({ textContent }) => textContent,
      ),
    ).toEqual(['Any endpoint', webhook().name, 'Old CI (removed)']);
    await userEvent.click(
      screen.getByRole('option', { name: 'Old CI (removed)' }),
    );
    await waitFor(() =>
      expect(listDeliveries).toHaveBeenLastCalledWith(
        expect.objectContaining({
          query: expect.objectContaining({ endpointId: 'gone' }),
        }),
      ),
    );
  });

  it('finds nothing for words that name no request, and clears its filters', async () => {
    const { listDeliveries } = await openPage([], {}, '?request=reader');
    expect(await screen.findByText('Nothing matches')).toBeInTheDocument();
    expect(listDeliveries).not.toHaveBeenCalled();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByText('No messages yet')).toBeInTheDocument();
  });

  it('shows more', async () => {
    const pages: Record<
      string,
      { items: DeliveryItem[]; nextCursor?: string }
    > = {
      first: { items: [deliveryItem({ id: 'a' })], nextCursor: 'second' },
      second: { items: [deliveryItem({ id: 'b' })] },
    };
    await openPage([deliveryItem()], {
      listDeliveries: async ({ query }) => pages[query?.cursor ?? 'first'],
    });
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(rows()).toHaveLength(2));
    expect(
      screen.queryByRole('button', { name: 'Show more' }),
    ).not.toBeInTheDocument();
  });

  describe('sends a message again', () => {
    const givenUp = deliveryItem({
      status: 'exhausted',
      attempts: [failedAttempt(1)],
    });
    const retry = () =>
      userEvent.click(
        screen.getByRole('button', { name: 'Try again: request.approved' }),
      );

    it('which shows at once', async () => {
      const retryDelivery = jest.fn(
        () => new Promise<Delivery>(() => undefined),
      );
      await openPage([givenUp], { retryDelivery });
      await retry();
      expect(rows()[0]).toMatch(/Retrying/);
      expect(retryDelivery).toHaveBeenCalledWith({
        params: { id: givenUp.id },
        body: {},
      });
    });

    it("which is taken back with the server's words where it refuses", async () => {
      const { toasts } = await openPage([givenUp], {
        retryDelivery: async () => {
          throw refusal(409, 'The endpoint of this message was removed');
        },
      });
      await retry();
      await waitFor(() => expect(toasts).toEqual(['Not sent again']));
      expect(rows()[0]).toMatch(/Given up/);
    });

    it('and shows what the server answered since', async () => {
      let answer = givenUp;
      await openPage([givenUp], {
        listDeliveries: async () => ({ items: [answer] }),
        retryDelivery: async () => {
          answer = deliveryItem({ attempts: [failedAttempt(1), attempt()] });
          return delivery();
        },
      });
      await retry();
      act(() => {
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await waitFor(() => expect(rows()[0]).toMatch(/Delivered/));
    });
  });
});
