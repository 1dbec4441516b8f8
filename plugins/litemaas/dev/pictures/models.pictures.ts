import type { Page } from '@playwright/test';
import { picture } from './picture';

const PATH = '/litemaas/models';

const counted = (page: Page) => page.getByText(/^\d+ models?$/).waitFor();

picture({ name: 'models', path: PATH, prepare: counted });
picture({
  name: 'models-table',
  path: `${PATH}?view=table`,
  prepare: counted,
});
picture({
  name: 'models-many',
  path: PATH,
  variant: 'many',
  widths: [1400],
  prepare: counted,
});
picture({ name: 'models-loading', path: PATH, variant: 'loading' });
picture({
  name: 'models-loading-table',
  path: `${PATH}?view=table`,
  variant: 'loading',
});
picture({
  name: 'models-error',
  path: PATH,
  variant: 'error',
  prepare: page => page.getByRole('button', { name: 'Retry' }).waitFor(),
});
picture({
  name: 'models-stale',
  path: PATH,
  variant: 'stale',
  prepare: counted,
});
picture({
  name: 'models-empty',
  path: PATH,
  variant: 'empty',
  prepare: page => page.getByText(/^Ask in #ai-platform/).waitFor(),
});
picture({
  name: 'models-nothing',
  path: PATH,
  variant: 'nothing',
  prepare: page => page.getByText(/^Add a model in LiteLLM/).waitFor(),
});
picture({
  name: 'models-no-match',
  path: `${PATH}?provider=anthropic&price=free`,
  prepare: page => page.getByText('No model matches').waitFor(),
});
