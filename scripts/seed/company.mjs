// What the people of the sample company (examples/org.yaml) do with its models: enough that every page has something to show.

const CHECKOUT = 'component:default/checkout';
const INVOICES = 'component:default/invoice-reader';
const SEARCH = 'component:default/product-search';
const HELP_DESK = 'component:default/help-desk-assistant';

/**
 * Who asks for which model. The owner is who asks, unless one is named; a public model is had at once. `approvedBy` and
 * `deniedBy` decide on the others; without either a request waits.
 */
export const subscriptions = [
  { by: 'priya.nair', owner: CHECKOUT, model: 'gpt-4o-mini', plan: 'team' },
  {
    by: 'priya.nair',
    owner: CHECKOUT,
    model: 'claude-sonnet',
    plan: 'team',
    reason: 'Explains declined payments in plain words, about 100 times a day.',
    approvedBy: 'ben.carter',
  },
  { by: 'lucas.meyer', owner: INVOICES, model: 'gpt-4o-mini' },
  {
    by: 'lucas.meyer',
    owner: INVOICES,
    model: 'mistral-large',
    plan: 'team',
    reason: 'Suppliers write their invoices in six languages.',
    approvedBy: 'ana.ruiz',
  },
  { by: 'jonas.weber', model: 'gpt-4o-mini' },
  { by: 'jonas.weber', model: 'llama-3.3-70b' },
  {
    by: 'jonas.weber',
    model: 'claude-sonnet',
    reason: 'Code review of the checkout service.',
    approvedBy: 'ana.ruiz',
  },
  {
    by: 'jonas.weber',
    model: 'o3-deep-reasoning',
    plan: 'trial',
    reason: 'Find out whether it reads our ledger rules better.',
  },
  { by: 'lucas.meyer', model: 'gpt-4o-mini' },
  {
    by: 'lucas.meyer',
    model: 'o3-deep-reasoning',
    reason: 'To compare it with the others.',
    deniedBy: 'ana.ruiz',
    because: 'Try Claude Sonnet first: it costs a thousandth of this one.',
  },
  {
    by: 'sofia.rossi',
    owner: SEARCH,
    model: 'text-embedding-3-small',
    plan: 'team',
  },
  { by: 'sofia.rossi', owner: SEARCH, model: 'cohere-rerank-v3.5' },
  { by: 'sofia.rossi', model: 'gpt-4o-mini' },
  { by: 'omar.haddad', model: 'llama-3.3-70b' },
  {
    by: 'hanna.virtanen',
    model: 'qwen-2.5-coder',
    reason: 'Completion in the editor.',
    approvedBy: 'ben.carter',
  },
  {
    by: 'hanna.virtanen',
    model: 'claude-sonnet',
    reason: 'Refactoring of the ranking code.',
  },
  { by: 'diego.santos', owner: HELP_DESK, model: 'gpt-4o-mini', plan: 'team' },
  { by: 'diego.santos', owner: HELP_DESK, model: 'whisper-large-v3' },
  {
    by: 'diego.santos',
    model: 'flux-pro',
    reason: 'Pictures for the winter campaign.',
    approvedBy: 'ben.carter',
  },
  { by: 'chloe.martin', model: 'llama-3.3-70b' },
  {
    by: 'chloe.martin',
    model: 'flux-pro',
    reason: 'Pictures for the help pages.',
  },
  {
    by: 'ben.carter',
    model: 'o3-deep-reasoning',
    reason: 'Benchmarks before we recommend it.',
    approvedBy: 'ana.ruiz',
  },
  {
    by: 'ben.carter',
    model: 'claude-sonnet',
    reason: 'Benchmarks.',
    approvedBy: 'ana.ruiz',
  },
];

/**
 * Who holds which key; its first model is called most. `weight` 1 is about 30 calls on a working day; without one there is
 * no past. `days` until it expires; `then` is done at the end: `call` calls until the key's budget refuses.
 */
export const keys = [
  {
    by: 'priya.nair',
    owner: CHECKOUT,
    name: 'Checkout production',
    models: ['claude-sonnet', 'gpt-4o-mini'],
    weight: 4,
  },
  {
    by: 'lucas.meyer',
    owner: INVOICES,
    name: 'Invoice reader production',
    models: ['mistral-large', 'gpt-4o-mini'],
    weight: 2,
  },
  {
    by: 'jonas.weber',
    name: 'Laptop',
    purpose: 'Trying things out, code review',
    models: ['gpt-4o-mini', 'claude-sonnet', 'llama-3.3-70b'],
    weight: 1,
  },
  {
    by: 'lucas.meyer',
    name: 'Old laptop',
    models: ['gpt-4o-mini'],
    weight: 0.3,
    then: 'revoke',
  },
  {
    by: 'lucas.meyer',
    name: 'Playground',
    models: ['gpt-4o-mini'],
    weight: 0.4,
    then: 'block',
  },
  {
    by: 'sofia.rossi',
    owner: SEARCH,
    name: 'Product search production',
    models: ['text-embedding-3-small'],
    weight: 5,
  },
  {
    by: 'sofia.rossi',
    owner: SEARCH,
    name: 'Rerank trial',
    models: ['cohere-rerank-v3.5'],
    weight: 0.3,
  },
  {
    by: 'sofia.rossi',
    name: 'Reports',
    models: ['gpt-4o-mini'],
    weight: 0.5,
    days: 5,
  },
  {
    by: 'omar.haddad',
    name: 'Notebook',
    models: ['llama-3.3-70b'],
    weight: 0.8,
  },
  {
    by: 'hanna.virtanen',
    name: 'Editor',
    models: ['qwen-2.5-coder'],
    weight: 1.5,
  },
  {
    by: 'diego.santos',
    owner: HELP_DESK,
    name: 'Help desk production',
    models: ['gpt-4o-mini'],
    weight: 3,
  },
  {
    by: 'diego.santos',
    owner: HELP_DESK,
    name: 'Call recordings',
    models: ['whisper-large-v3'],
    weight: 1,
  },
  {
    by: 'diego.santos',
    name: 'Campaign pictures',
    models: ['flux-pro'],
    weight: 0.5,
  },
  {
    by: 'chloe.martin',
    name: 'Drafts',
    models: ['llama-3.3-70b'],
    weight: 0.5,
  },
  {
    by: 'ben.carter',
    name: 'Benchmarks',
    models: ['o3-deep-reasoning', 'claude-sonnet'],
    weight: 0.08,
  },
  {
    by: 'ben.carter',
    name: 'Trial with a cap',
    models: ['o3-deep-reasoning'],
    budgetUsd: 0.5,
    then: 'call',
  },
];
