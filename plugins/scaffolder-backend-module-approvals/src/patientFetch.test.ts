import { patientFetch } from './patientFetch';

/** A patient fetch over answers: a status, or an error when there is none. */
const over = (...answers: (number | [number, string] | 'error')[]) => {
  const pauses: number[] = [];
  let calls = 0;
  const call = patientFetch({
    fetch: async () => {
      const answer = answers[Math.min(calls, answers.length - 1)];
      calls += 1;
      if (answer === 'error') {
        throw new Error('no answer');
      }
      const [status, after] = [answer].flat() as [number, string?];
      return new Response('{}', {
        status,
        headers: after ? { 'retry-after': after } : {},
      });
    },
    pause: async ms => pauses.push(ms),
  });
  return {
    pauses,
    calls: () => calls,
    status: async () => (await call('http://localhost/')).status,
  };
};

describe('a patient fetch', () => {
  it.each([[200], [400], [403], [404], [409], [500]])(
    'takes %s for an answer',
    async status => {
      const tried = over(status, 200);
      expect(await tried.status()).toBe(status);
      expect(tried.calls()).toBe(1);
    },
  );

  it.each([[429], [502], [503], [504], ['error' as const]])(
    'tries again after %s, later and later',
    async answer => {
      const tried = over(answer, answer, 201);
      expect(await tried.status()).toBe(201);
      expect(tried.pauses).toEqual([500, 1_000]);
    },
  );

  it('comes again when it is told to, within reason', async () => {
    const tried = over([429, '3'], [429, '600'], 200);
    expect(await tried.status()).toBe(200);
    expect(tried.pauses).toEqual([3_000, 10_000]);
  });

  it('gives up at the fifth try, with what that came to', async () => {
    const busy = over(503);
    expect(await busy.status()).toBe(503);
    expect(busy.calls()).toBe(5);
    const dead = over('error');
    await expect(dead.status()).rejects.toThrow('no answer');
    expect(dead.calls()).toBe(5);
  });

  it('stops at once when it is told to stop', async () => {
    const controller = new AbortController();
    let calls = 0;
    const call = patientFetch({
      signal: controller.signal,
      fetch: async () => {
        calls += 1;
        controller.abort();
        throw new Error('stopped');
      },
    });
    await expect(call('http://localhost/')).rejects.toThrow('stopped');
    expect(calls).toBe(1);
  });
});
