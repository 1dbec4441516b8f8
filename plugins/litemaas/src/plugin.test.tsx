import {
  ApiBlueprint,
  createFrontendModule,
  createTranslationMessages,
  createTranslationResource,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { litemaasApiRef } from '@litemaas/backstage-plugin-litemaas-react';
import { screen } from '@testing-library/react';
import { InMemoryLitemaas } from '../dev/InMemoryLitemaas';
import litemaasPlugin, { litemaasTranslationRef } from '.';

const inMemory = createFrontendModule({
  pluginId: 'litemaas',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: litemaasApiRef,
          deps: {},
          factory: () => new InMemoryLitemaas('full'),
        }),
    }),
  ],
});

const german = createFrontendModule({
  pluginId: 'app',
  extensions: [
    TranslationBlueprint.make({
      name: 'litemaas-de',
      params: {
        resource: createTranslationResource({
          ref: litemaasTranslationRef,
          translations: {
            de: async () => ({
              default: createTranslationMessages({
                ref: litemaasTranslationRef,
                messages: { 'access.action.getKey': 'Schlüssel holen' },
              }),
            }),
          },
        }),
      },
    }),
  ],
});

it('speaks another language: titles from the configuration, everything else from a translation', async () => {
  renderTestApp({
    features: [litemaasPlugin, inMemory, german],
    initialRouteEntries: ['/litemaas'],
    config: {
      app: {
        extensions: [
          {
            'api:app/app-language': {
              config: { defaultLanguage: 'de', availableLanguages: ['de'] },
            },
          },
          { 'page:litemaas': { config: { title: 'KI-Modelle' } } },
          { 'sub-page:litemaas/models': { config: { title: 'Modelle' } } },
        ],
      },
    },
  });
  expect(
    await screen.findByRole('tab', { name: 'Modelle' }),
  ).toBeInTheDocument();
  expect(screen.getAllByText('KI-Modelle').length).toBeGreaterThan(0);
  expect(
    (await screen.findAllByRole('button', { name: /^Schlüssel holen: / }))
      .length,
  ).toBeGreaterThan(1);
});
