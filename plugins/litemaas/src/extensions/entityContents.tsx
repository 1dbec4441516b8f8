import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';

const modelUsage = EntityContentBlueprint.make({
  name: 'model-usage',
  params: {
    path: 'ai-usage',
    title: 'Usage',
    group: 'observability',
    filter: { kind: 'Resource', 'spec.type': 'ai-model' },
    loader: () =>
      import('../entity/ModelUsageContent').then(m => <m.ModelUsageContent />),
  },
});

/** Tabs on catalog pages. */
export const entityContents = [modelUsage];
