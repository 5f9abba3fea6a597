import { ApprovalsError } from '@countersign/backstage-plugin-approvals-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { activated, button, openAudit } from './__testUtils__/openAudit';

describe('an export', () => {
  const saved = () => {
    const clicked: string[] = [];
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function click(this: HTMLAnchorElement) {
        clicked.push(this.download);
      });
    URL.createObjectURL = () => 'blob:x';
    URL.revokeObjectURL = () => undefined;
    return clicked;
  };

  it.each([
    ['Export JSONL', 'jsonl'],
    ['Export CSV', 'csv'],
  ])('%s brings a file of what is filtered', async (name, format) => {
    const clicked = saved();
    const exportAudit = jest.fn(async () => new Blob(['x']));
    openAudit([activated], { exportAudit }, '?about=policy:deploy');
    await userEvent.click(await button(name));
    await waitFor(() => expect(clicked).toEqual([`approvals-audit.${format}`]));
    expect(exportAudit).toHaveBeenCalledWith(
      { stream: 'policy:deploy', format },
      expect.anything(),
    );
  });

  it('can be stopped, and says nothing then', async () => {
    let stopped = false;
    const { toasts } = openAudit([activated], {
      exportAudit: (_, signal) =>
        new Promise((__, reject) => {
          signal.onabort = () => {
            stopped = true;
            reject(signal.reason);
          };
        }),
    });
    await userEvent.click(await button('Export CSV'));
    await userEvent.click(await button('Stop'));
    await waitFor(() => expect(stopped).toBe(true));
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull(),
    );
    expect(toasts).toEqual([]);
  });

  it('says when it failed', async () => {
    const { toasts } = openAudit([activated], {
      exportAudit: async () => {
        throw new ApprovalsError(503, { error: { message: 'Not now' } });
      },
    });
    const proof = within(
      await screen.findByRole('main').catch(() => document.body),
    );
    await userEvent.click(
      await proof.findByRole('button', { name: 'Export JSONL' }),
    );
    await waitFor(() => expect(toasts).toEqual(['The export failed: Not now']));
  });
});
