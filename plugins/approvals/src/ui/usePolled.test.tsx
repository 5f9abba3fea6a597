import { act, screen } from '@testing-library/react';
import { fakeApi, renderPage } from '../__testUtils__/render';
import { fakeSignals } from '../__testUtils__/signals';
import { usePolled } from './usePolled';

const TEN_SECONDS = 10_000;

const Shown = (props: { load: () => Promise<string>; about?: string }) => {
  const { about } = props;
  const state = usePolled('key', props.load, { about });
  if (state.status === 'ready') {
    return (
      <p data-testid="state">
        {state.value}
        {state.trouble && ` (${state.trouble.message})`}
      </p>
    );
  }
  return <p data-testid="state">{state.status}</p>;
};

const show = (visibility: 'visible' | 'hidden') => {
  jest.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility);
  document.dispatchEvent(new Event('visibilitychange'));
};

const pass = (millis: number) =>
  act(() => jest.advanceTimersByTimeAsync(millis));
const text = async () => (await screen.findByTestId('state')).textContent;

describe('what is polled', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  async function start(...answers: (string | Error)[]) {
    const api = fakeApi({});
    let calls = 0;
    const load = jest.fn(async (): Promise<string> => {
      const answer = answers[Math.min(calls, answers.length - 1)];
      calls += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    });
    renderPage(<Shown load={load} />, { api });
    await pass(1);
    return load;
  }

  it('is loaded again after ten seconds', async () => {
    await start('one', 'two');
    expect(await text()).toBe('one');
    await pass(TEN_SECONDS);
    expect(await text()).toBe('two');
  });

  it('rests while the tab is hidden, and is loaded at once when it is looked at', async () => {
    const load = await start('one', 'two');
    show('hidden');
    await pass(10 * TEN_SECONDS);
    expect(load).toHaveBeenCalledTimes(1);
    show('visible');
    await pass(1);
    expect(await text()).toBe('two');
  });

  it('is not planned again when its answer arrives in a hidden tab', async () => {
    show('hidden');
    const load = await start('one');
    await pass(10 * TEN_SECONDS);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('keeps what it knows when a refresh fails, says so, and waits longer', async () => {
    const load = await start('one', new Error('away'), 'three');
    await pass(TEN_SECONDS);
    expect(await text()).toBe('one (away)');
    await pass(TEN_SECONDS);
    expect(load).toHaveBeenCalledTimes(2);
    await pass(TEN_SECONDS);
    expect(await text()).toBe('three');
  });

  describe('in a portal with signals', () => {
    function startLive(options: { about?: string } = {}) {
      const portal = fakeSignals();
      const load = jest.fn(async () => 'it');
      const { unmount } = renderPage(
        <>
          <Shown load={load} about={options.about} />
          <Shown load={async () => 'another'} />
        </>,
        { api: fakeApi({}), signals: portal.signals },
      );
      const hint = async (stream: string) => {
        portal.send('approvals', { changes: [{ stream, types: [] }] });
        await pass(1);
      };
      return { portal, load, unmount, hint };
    }

    it('is loaded at once when the backend hints at a change', async () => {
      const { load, hint } = startLive();
      await pass(1);
      await hint('request:1');
      expect(load).toHaveBeenCalledTimes(2);
    });

    it('is loaded twice a second at most, and once more after the last hint', async () => {
      const { load, hint } = startLive();
      await pass(1);
      for (let sent = 0; sent < 50; sent += 1) {
        await hint('request:1');
      }
      expect(load).toHaveBeenCalledTimes(2);
      await pass(500);
      expect(load).toHaveBeenCalledTimes(3);
      await pass(5_000);
      expect(load).toHaveBeenCalledTimes(3);
    });

    it('is left alone by hints about something else', async () => {
      const { load, hint } = startLive({ about: 'request:1' });
      await pass(1);
      await hint('request:2');
      expect(load).toHaveBeenCalledTimes(1);
      await hint('request:1');
      expect(load).toHaveBeenCalledTimes(2);
    });

    it('is left alone by hints while the tab is hidden', async () => {
      const { load, hint } = startLive();
      await pass(1);
      show('hidden');
      await hint('request:1');
      expect(load).toHaveBeenCalledTimes(1);
    });

    it('listens with one subscription for the whole page, and ends it', async () => {
      const { portal, unmount } = startLive();
      await pass(1);
      expect(portal.subscriptions('approvals')).toBe(1);
      unmount();
      expect(portal.subscriptions('approvals')).toBe(0);
    });
  });
});
