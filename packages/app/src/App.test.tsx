import { render, screen } from '@testing-library/react';
import App from './App';

// What the build writes into the page.
const config = {
  app: { title: 'Countersign', baseUrl: 'http://localhost:7007' },
  backend: { baseUrl: 'http://localhost:7007' },
};

describe('the portal', () => {
  it('asks who signs in, with five people to click', async () => {
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [{ data: config, context: 'test' }],
    } as unknown as NodeJS.ProcessEnv;

    render(App.createRoot());

    expect(
      await screen.findByText('Who are you today?', {}, { timeout: 30_000 }),
    ).toBeInTheDocument();
    expect(
      screen
        .getAllByRole('button')
        .map(card => card.getAttribute('aria-label')),
    ).toEqual([
      'Sign in as Alice Amari',
      'Sign in as Bob Berg',
      'Sign in as Carol Chen',
      'Sign in as Dave Duarte',
      'Sign in as Erin Eze',
    ]);
  }, 60_000);
});
