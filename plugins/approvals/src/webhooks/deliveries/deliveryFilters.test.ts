import {
  DeliveryFilters,
  deliveryQueryOf,
  readFilters,
  writeFilters,
} from './deliveryFilters';

const ID = '019ac0de-0000-7000-8000-000000000001';

describe('the filters of a list of messages', () => {
  it.each<[string, DeliveryFilters]>([
    ['', { request: '' }],
    ['status=exhausted', { status: 'exhausted', request: '' }],
    [
      `status=pending&type=task.decided&endpoint=e1&request=${ID}`,
      {
        status: 'pending',
        type: 'task.decided',
        endpoint: 'e1',
        request: ID,
      },
    ],
  ])('live in the address as "%s", both ways', (address, filters) => {
    expect(readFilters(new URLSearchParams(address))).toEqual(filters);
    expect(writeFilters(filters).toString()).toBe(address);
  });

  it('take an unknown status for none', () => {
    expect(readFilters(new URLSearchParams('status=lost')).status).toBe(
      undefined,
    );
  });

  it.each([ID, ID.toUpperCase(), `https://portal/approvals/requests/${ID}?x`])(
    'find the request in "%s"',
    request => {
      expect(deliveryQueryOf({ request })).toEqual({ requestId: ID });
    },
  );

  it('ask nothing for words that name no request', () => {
    expect(deliveryQueryOf({ request: 'reader' })).toBe(undefined);
  });

  it('ask the API for what is chosen', () => {
    expect(
      deliveryQueryOf({
        status: 'dropped',
        type: 'webhook.test',
        endpoint: 'e1',
        request: '',
      }),
    ).toEqual({ status: 'dropped', type: 'webhook.test', endpointId: 'e1' });
  });
});
