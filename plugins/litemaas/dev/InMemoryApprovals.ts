import type {
  Approval,
  ApprovalQuery,
  DecisionRequest,
  DecisionResult,
} from '@litemaas/backstage-plugin-litemaas-common';
import { ben, me } from './fixtures/people';

type Result = DecisionResult['results'][number];

/** Requests that wait, and what becomes of them: of the last two one was decided by Ben meanwhile, one fails at first. */
export class InMemoryApprovals {
  readonly #approvals: Approval[];
  readonly #decidedByBen: string | undefined;
  #failsOnce: string | undefined;

  constructor(approvals: Approval[]) {
    const others = approvals.filter(({ own }) => !own);
    this.#approvals = approvals;
    this.#decidedByBen = others.at(-2)?.subscription.id;
    this.#failsOnce = others.at(-1)?.subscription.id;
  }

  waiting({ search = '' }: ApprovalQuery): Approval[] {
    return this.#approvals.filter(
      ({ subscription }) =>
        subscription.status === 'requested' &&
        `${subscription.requestedBy.title} ${subscription.model.title}`
          .toLowerCase()
          .includes(search.toLowerCase()),
    );
  }

  decide(request: DecisionRequest): DecisionResult {
    return { results: request.ids.map(id => this.#decideOne(request, id)) };
  }

  #decideOne(request: DecisionRequest, id: string): Result {
    const approval = this.#approvals.find(one => one.subscription.id === id);
    const nothing = { id, by: null, subscription: null };
    if (!approval) {
      return { ...nothing, outcome: 'not_found' };
    }
    const { subscription } = approval;
    if (subscription.status !== 'requested') {
      return {
        id,
        outcome: 'already_decided',
        by: subscription.decidedBy,
        subscription,
      };
    }
    if (id === this.#failsOnce) {
      this.#failsOnce = undefined;
      return { ...nothing, outcome: 'failed', subscription };
    }
    if (id === this.#decidedByBen) {
      subscription.status = 'denied';
      subscription.decidedBy = ben;
      return { id, outcome: 'already_decided', by: ben, subscription };
    }
    const isApproval = request.decision === 'approve';
    subscription.status = isApproval ? 'active' : 'denied';
    subscription.decidedBy = me.person;
    subscription.decisionReason = request.reason ?? null;
    return {
      ...nothing,
      outcome: isApproval ? 'approved' : 'denied',
      subscription: { ...subscription },
    };
  }
}
