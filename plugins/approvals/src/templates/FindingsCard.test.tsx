import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen, within } from '@testing-library/react';
import { renderPage } from '../__testUtils__/render';
import { FindingsCard } from './FindingsCard';

it('the page of a template tells what is wrong with it, and in which step', async () => {
  const found = [
    {
      rule: 'status-check',
      severity: 'error',
      step: 'clean-up',
      message: "Step 'clean-up' runs by always() or failure()",
    },
    { rule: 'no-gate', severity: 'warning', message: 'It has no gate' },
  ];
  renderPage(
    <EntityProvider
      entity={{
        apiVersion: 'scaffolder.backstage.io/v1beta3',
        kind: 'Template',
        metadata: {
          name: 'user',
          annotations: {
            'countersign.dev/template-check': JSON.stringify(found),
          },
        },
      }}
    >
      <FindingsCard />
    </EntityProvider>,
    { api: {} },
  );

  const [first, second] = await screen.findAllByRole('listitem');
  expect(within(first).getByText('Error')).toBeInTheDocument();
  expect(
    within(first).getByText("Step 'clean-up' runs by always() or failure()"),
  ).toBeInTheDocument();
  expect(
    within(first).getByText('step clean-up · status-check'),
  ).toBeInTheDocument();
  expect(within(second).getByText('Warning')).toBeInTheDocument();
});
