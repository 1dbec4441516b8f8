import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { accessMessages } from './messages/access';
import { commonMessages } from './messages/common';
import { entityMessages } from './messages/entity';
import { approvalsMessages } from './messages/approvals';
import { keysMessages } from './messages/keys';
import { modelsMessages } from './messages/models';
import { subscriptionsMessages } from './messages/subscriptions';
import { usageMessages } from './messages/usage';

/**
 * Every text of the pages and cards, in English; languages are added by resources for this ref.
 * @public
 */
export const litemaasTranslationRef = createTranslationRef({
  id: 'litemaas',
  messages: {
    common: commonMessages,
    models: modelsMessages,
    subscriptions: subscriptionsMessages,
    approvals: approvalsMessages,
    keys: keysMessages,
    usage: usageMessages,
    access: accessMessages,
    entity: entityMessages,
  },
});
