import { createApprovalsApi } from '../api';
import { run } from '../__testUtils__/runs';

function scaffolder(status: number, body: unknown) {
  const fetch = jest.fn(async (..._: Parameters<typeof window.fetch>) => ({
    ok: status < 300,
    status,
    json: async () => body,
  }));
  const api = createApprovalsApi({
    discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetchApi: { fetch: fetch as unknown as typeof window.fetch },
  });
  return { api, fetch };
}

describe('letting a run go on', () => {
  it('asks the scaffolder itself, with the secrets, and tells the page', async () => {
    const { api, fetch } = scaffolder(201, { id: 'task-1' });
    const heard = jest.fn();
    api.onWrite(heard);

    await api.letGoOn(run(), { password: 'geheim' });

    const [url, init] = fetch.mock.calls[0];
    expect(url).toBe('http://portal/api/scaffolder/v2/tasks/task-1/retry');
    expect(init).toMatchObject({ method: 'POST' });
    expect(JSON.parse(String(init?.body))).toEqual({
      secrets: { password: 'geheim' },
    });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it.each([
    [409, { error: { message: 'It is under way' } }, 'It is under way'],
    [
      400,
      { errors: [{ message: 'secrets.password is required' }] },
      'secrets.password is required',
    ],
    [502, undefined, 'The server answered 502'],
  ])('passes on what it is refused with: %s', async (status, body, message) => {
    const { api } = scaffolder(status, body);
    const heard = jest.fn();
    api.onWrite(heard);

    await expect(api.letGoOn(run(), {})).rejects.toMatchObject({
      status,
      message,
    });
    expect(heard).not.toHaveBeenCalled();
  });

  it('asks nobody for what the scaffolder does not run', async () => {
    const { api, fetch } = scaffolder(201, {});
    await expect(api.letGoOn(run({ kind: 'tokens' }), {})).rejects.toThrow(
      "Nobody lets 'tokens' go on from here",
    );
    expect(fetch).not.toHaveBeenCalled();
  });
});
