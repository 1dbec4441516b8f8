import type { Model } from '@litemaas/backstage-plugin-litemaas-common';

/** The one thing to do next about a model, by the caller's access to it. */
export type NextStep =
  | 'getKey'
  | 'subscribe'
  | 'createKey'
  | 'askAgain'
  | 'viewRequest';

const steps: Record<Model['access']['state'], NextStep> = {
  public: 'getKey',
  restricted: 'subscribe',
  subscribed: 'createKey',
  waiting: 'viewRequest',
  denied: 'askAgain',
};

export function nextStep(model: Pick<Model, 'access'>): NextStep {
  return steps[model.access.state];
}
