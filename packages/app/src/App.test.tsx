import { render, screen } from '@testing-library/react';
import App from './App';

describe('the portal', () => {
  it('asks who is there before it shows anything', async () => {
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'LiteMaaS portal' },
            auth: { environment: 'default' },
            backend: { baseUrl: 'http://localhost:7007' },
          },
          context: 'test',
        },
      ],
    } as unknown as NodeJS.ProcessEnv;

    render(App.createRoot());

    expect(
      await screen.findByRole('heading', { name: 'LiteMaaS portal' }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: 'Sign In' }),
    ).toBeInTheDocument();
  });
});
