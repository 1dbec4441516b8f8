import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { accessMessages } from './messages/access';
import { commonMessages } from './messages/common';
import { entityMessages } from './messages/entity';
import { modelsMessages } from './messages/models';

/**
 * Every text of the pages and cards, in English; languages are added by resources for this ref.
 * @public
 */
export const litemaasTranslationRef = createTranslationRef({
  id: 'litemaas',
  messages: {
    common: commonMessages,
    models: modelsMessages,
    access: accessMessages,
    entity: entityMessages,
  },
});
