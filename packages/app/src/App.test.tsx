import { render, screen } from '@testing-library/react';
import App from './App';

describe('the portal', () => {
  it('asks who signs in, with five people to click', async () => {
    process.env.APP_CONFIG = [
      {
        data: {
          app: { title: 'Countersign' },
          backend: { baseUrl: 'http://localhost:7007' },
        },
        context: 'test',
      },
    ] as unknown as string;

    render(App.createRoot());

    expect(
      await screen.findByText('Who are you today?', {}, { timeout: 10_000 }),
    ).toBeInTheDocument();
    expect(
      screen.getAllByRole('button').map(button => button.textContent),
    ).toHaveLength(5);
  }, 20_000);
});
