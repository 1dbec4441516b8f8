import { picture } from './picture';

const entity = (name: string) => `/catalog/default/resource/${name}`;

/** The catalog's page of a model, by what the caller's access to it is. */
for (const [access, name] of [
  ['public', 'gpt-4o-mini'],
  ['restricted', 'anthropic-claude-sonnet-4-5'],
  ['subscribed', 'azure-gpt-4o-eu'],
  ['waiting', 'mistral-large-latest'],
  ['denied', 'o3-pro'],
]) {
  picture({
    name: `entity-${access}`,
    path: entity(name),
    prepare: page => page.getByText('/chat/completions').waitFor(),
  });
}
picture({
  name: 'entity-loading',
  path: entity('gpt-4o-mini'),
  variant: 'loading',
});
picture({
  name: 'entity-error',
  path: entity('gpt-4o-mini'),
  variant: 'error',
  prepare: page =>
    page.getByRole('button', { name: 'Retry' }).first().waitFor(),
});
picture({
  name: 'entity-usage',
  path: `${entity('gpt-4o-mini')}/ai-usage`,
  prepare: page => page.getByText(/^Complete up to/).waitFor(),
});
picture({
  name: 'entity-spend',
  path: '/catalog/default/component/checkout',
  prepare: page => page.getByText('Last 30 days').waitFor(),
});

const PRIVATE = '/litemaas/models/01940000-0000-7000-8000-000000001012';

picture({
  name: 'private-model',
  path: PRIVATE,
  prepare: page => page.getByText('/chat/completions').waitFor(),
});
picture({ name: 'private-model-loading', path: PRIVATE, variant: 'loading' });
picture({
  name: 'private-model-error',
  path: PRIVATE,
  variant: 'error',
  prepare: page => page.getByRole('button', { name: 'Retry' }).waitFor(),
});
picture({
  name: 'private-model-gone',
  path: '/litemaas/models/01940000-0000-7000-8000-000000009999',
  prepare: page => page.getByText(/^This model is not published/).waitFor(),
});
