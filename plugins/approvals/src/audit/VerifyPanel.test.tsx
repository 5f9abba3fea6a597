import {
  ApprovalsError,
  Event,
  Verification,
} from '@countersign/backstage-plugin-approvals-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  activated,
  address,
  button,
  decided,
  event,
  openAudit,
} from './__testUtils__/openAudit';

const verification = (more: Partial<Verification> = {}): Verification => ({
  ok: true,
  streams: 4,
  events: 15,
  erased: 1,
  seals: 2,
  broken: null,
  ...more,
});

describe('the proof', () => {
  it('tells when the chain was verified, and what was looked at', async () => {
    openAudit([decided], { verifyAudit: async () => verification() });
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

  const broken = {
    stream: 'policy:deploy',
    seq: 3,
    reason: 'the line was changed',
  };
  const findsBroken = async () => verification({ ok: false, broken });
  const line = (seq: number) => ({ ...activated, id: `deploy ${seq}`, seq });
  const isMarked = () =>
    screen
      .getByText('The chain breaks here: the line was changed.')
      .closest('li');

  it('marks the line that is broken, and leads to it', async () => {
    openAudit([line(4), line(3), decided], { verifyAudit: findsBroken });
    await userEvent.click(await button('Verify the chain'));
    await waitFor(() => expect(isMarked()).toHaveTextContent('line 3'));

    await userEvent.click(await button('Show the line'));
    expect(isMarked()).toContainElement(document.activeElement as HTMLElement);
    expect(address()).toBe('');
  });

  it('leads to the line once, and leaves the focus alone when the line comes back', async () => {
    openAudit([], {
      verifyAudit: findsBroken,
      listAudit: async ({ query }) => ({
        items: query?.stream ? [decided] : [line(3), decided],
      }),
    });
    await userEvent.click(await button('Verify the chain'));
    await userEvent.click(await button('Show the line'));
    expect(isMarked()).toContainElement(document.activeElement as HTMLElement);

    const about = screen.getByRole('searchbox');
    await userEvent.type(about, 'request:1');
    await waitFor(() =>
      expect(screen.queryByText(/^The chain breaks here/)).toBeNull(),
    );
    await userEvent.clear(about);
    expect(
      await screen.findByText(/^The chain breaks here/),
    ).toBeInTheDocument();
    expect(about).toHaveFocus();

    await userEvent.click(await button('Show the line'));
    expect(isMarked()).toContainElement(document.activeElement as HTMLElement);
  });

  it('looks for the line that is broken through all of its stream', async () => {
    const pages: Record<string, { items: Event[]; nextCursor?: string }> = {
      first: { items: [line(5), line(4)], nextCursor: 'second' },
      second: { items: [line(3)] },
    };
    openAudit([], {
      verifyAudit: findsBroken,
      listAudit: async ({ query }) =>
        query?.stream ? pages[query.cursor ?? 'first'] : { items: [decided] },
    });
    await userEvent.click(await button('Verify the chain'));
    await userEvent.click(await button('Show the line'));
    await waitFor(() => expect(isMarked()).toHaveTextContent('line 3'));
    expect(address()).toBe('?about=policy%3Adeploy');
    await waitFor(() =>
      expect(isMarked()).toContainElement(
        document.activeElement as HTMLElement,
      ),
    );
  });

  it('names the line that is broken, and says where it is not there any more', async () => {
    openAudit([decided], { verifyAudit: findsBroken });
    await userEvent.click(await button('Verify the chain'));
    expect(
      await screen.findByText(
        'Stream policy:deploy, line 3: the line was changed.',
      ),
    ).toBeInTheDocument();
    await userEvent.click(await button('Show the line'));
    expect(address()).toBe('?about=policy%3Adeploy');
    expect(
      await screen.findByText(
        /line 3: the line was changed. The line itself is not there any more/,
      ),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show the line' })).toBeNull();
  });

  it('is of one stream where the list is', async () => {
    const verifyAudit = jest.fn(async () => verification());
    openAudit([activated], { verifyAudit }, '?about=policy:deploy');
    await userEvent.click(await button('Verify this stream'));
    await waitFor(() =>
      expect(verifyAudit).toHaveBeenCalledWith(
        expect.objectContaining({ query: { stream: 'policy:deploy' } }),
      ),
    );
  });

  it('says when it could not be had', async () => {
    openAudit([decided], {
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
    openAudit([], {
      listAudit: async () => ({
        items: [event('audit.sealed', { stream: 'audit' })],
      }),
    });
    expect(await screen.findByText(/^Last sealed /)).toBeInTheDocument();
  });
});
