import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { LitemaasApi } from '@litemaas/backstage-plugin-litemaas-common';
import { screen, waitFor } from '@testing-library/react';
import { litemaasApiRef } from '../api';
import { PatternFlyRoot } from './PatternFlyRoot';

const root = document.documentElement;
const dark = () => root.classList.contains('pf-v6-theme-dark');
const theme = (mode: string) =>
  document.body.setAttribute('data-theme-mode', mode);

it('keeps the dark class equal to the theme, also after the page is gone', async () => {
  theme('light');
  const api: Partial<LitemaasApi> = {};
  const { unmount } = renderInTestApp(
    <PatternFlyRoot>content</PatternFlyRoot>,
    { apis: [[litemaasApiRef, api]] },
  );
  expect(await screen.findByText('content')).toBeInTheDocument();

  // The app under test writes its own theme first.
  theme('light');
  await waitFor(() => expect(dark()).toBe(false));
  theme('dark');
  await waitFor(() => expect(dark()).toBe(true));

  unmount();
  theme('dark');
  await waitFor(() => expect(dark()).toBe(true));
  theme('light');
  await waitFor(() => expect(dark()).toBe(false));
});
