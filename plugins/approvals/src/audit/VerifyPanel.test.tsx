import {
  ApprovalsError,
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

  it('names the line that is broken, and leads to its stream', async () => {
    const broken = {
      stream: 'policy:deploy',
      seq: 3,
      reason: 'the line was changed',
    };
    openAudit([decided], {
      verifyAudit: async () => verification({ ok: false, broken }),
    });
    await userEvent.click(await button('Verify the chain'));
    expect(
      await screen.findByText(
        'Stream policy:deploy, line 3: the line was changed.',
      ),
    ).toBeInTheDocument();
    await userEvent.click(await button('Show the stream'));
    expect(address()).toBe('?about=policy%3Adeploy');
    expect(screen.getByText(/line 3: the line was changed/)).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Show the stream' }),
    ).toBeNull();
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
