import {
  ApprovalsError,
  policyDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { request } from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/render';
import type { ApprovalsApi } from '../../api';
import { NewRequestPage } from './NewRequestPage';

const definition = policyDefinition.parse({
  key: 'database-user',
  name: 'Production data',
  subjectType: 'database-user',
  contextSchema: {
    type: 'object',
    required: ['username'],
    properties: {
      username: { type: 'string', title: 'User name', pattern: '^[a-z]+$' },
      days: { type: 'integer', title: 'Days', default: 14 },
    },
  },
  stages: [
    {
      name: 'Security',
      approvers: [{ type: 'group', group: 'group:default/security' }],
    },
  ],
});

const summary = {
  key: definition.key,
  name: definition.name,
  subjectType: definition.subjectType,
  activeVersion: 1,
  latestVersion: 1,
  drafts: [],
  inReview: 0,
};

const current = {
  key: definition.key,
  version: 1,
  status: 'active' as const,
  definition,
  examples: [],
  digest: '',
  revision: 1,
  inReview: 0,
  createdBy: 'user:default/erin',
  createdAt: '2026-11-24T09:00:00.000Z',
};

const Location = () => <p data-testid="location">{useLocation().pathname}</p>;

async function openForm(createRequest: ApprovalsApi['createRequest']) {
  renderPage(
    <>
      <NewRequestPage />
      <Location />
    </>,
    {
      path: '/approvals/new?policy=database-user',
      api: {
        listPolicies: async () => ({ items: [summary] }),
        getPolicy: async () => ({ ...summary, current }),
        createRequest,
      },
    },
  );
  await screen.findByRole('textbox', { name: /^Title/ });
}

const type = (name: RegExp, words: string) =>
  userEvent.type(screen.getByRole('textbox', { name }), words);
const send = () =>
  userEvent.click(screen.getByRole('button', { name: 'Send' }));

describe('the form to ask for something', () => {
  it('sends subject and facts, defaults filled in, and goes to the request', async () => {
    const createRequest = jest.fn(async () => request());
    await openForm(createRequest);

    await type(/^Title/, 'Reader for reports');
    await type(/^User name/, 'reports');
    await send();

    await waitFor(() =>
      expect(screen.getByTestId('location')).toHaveTextContent(
        '/approvals/requests/r1',
      ),
    );
    expect(createRequest).toHaveBeenCalledWith({
      body: {
        policyKey: 'database-user',
        subject: {
          type: 'database-user',
          id: 'reader-for-reports',
          title: 'Reader for reports',
        },
        context: { username: 'reports', days: 14 },
      },
      idempotencyKey: expect.any(String),
    });
  });

  it('says at each field what is missing or wrong, and sends nothing', async () => {
    const createRequest = jest.fn(async () => request());
    await openForm(createRequest);

    await type(/^User name/, 'Nope 1');
    await send();

    expect(
      screen.getByText('Not in the right form: ^[a-z]+$'),
    ).toBeInTheDocument();
    expect(screen.getAllByText('This is needed.')).toHaveLength(2);
    expect(createRequest).not.toHaveBeenCalled();
  });

  it('leads to the request that is open already, and asks once however often it is sent', async () => {
    const keys: (string | undefined)[] = [];
    await openForm(async ({ idempotencyKey }) => {
      keys.push(idempotencyKey);
      throw new ApprovalsError(409, {
        error: {
          code: 'ALREADY_OPEN',
          message: 'There is an open request already',
          details: { requestId: 'r7' },
        },
      });
    });

    await type(/^Title/, 'Reader');
    await type(/^User name/, 'reports');
    await send();
    expect(
      await screen.findByRole('link', { name: 'See the open request' }),
    ).toHaveAttribute('href', '/approvals/requests/r7');

    await send();
    await waitFor(() => expect(keys).toHaveLength(2));
    expect(keys[0]).toBe(keys[1]);
  });
});
