import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';

const aiModel = { kind: 'Resource', 'spec.type': 'ai-model' };

const yourAccess = EntityCardBlueprint.make({
  name: 'your-access',
  params: {
    type: 'content',
    filter: aiModel,
    loader: () => import('../entity/cards').then(m => <m.YourAccessCard />),
  },
});

const modelFacts = EntityCardBlueprint.make({
  name: 'model-facts',
  params: {
    type: 'content',
    filter: aiModel,
    loader: () => import('../entity/cards').then(m => <m.ModelFactsCard />),
  },
});

const consumers = EntityCardBlueprint.make({
  name: 'consumers',
  params: {
    type: 'content',
    filter: aiModel,
    loader: () => import('../entity/cards').then(m => <m.ConsumersCard />),
  },
});

const spend = EntityCardBlueprint.make({
  name: 'spend',
  params: {
    type: 'info',
    filter: { kind: { $in: ['Component', 'System', 'Group'] } },
    loader: () => import('../entity/SpendCard').then(m => <m.SpendCard />),
  },
});

/** Cards on catalog pages, in the order they show. */
export const entityCards = [yourAccess, modelFacts, consumers, spend];
