import {
  keyBlockPermission,
  keyRevokePermission,
  keyUpdatePermission,
  periodEnd,
  periodStart,
  type Key,
  type KeyLimit,
  type NamedRef,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { AccessPolicy } from '../../platform/access/AccessPolicy';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import type { PeopleService } from '../people/PeopleService';
import type { KeyFactsStore, KeyHold, KeyModel } from './KeyFactsStore';
import { LIVE, type KeyRecord } from './KeyRecord';

/** A key as a caller sees it, with every limit a call with it meets. */
export interface SeenKey {
  key: Key;
  limits: KeyLimit[];
}

/** Turns keys into what a caller sees of them: a page of them costs as many statements as one. */
export class KeyView {
  readonly #facts: KeyFactsStore;
  readonly #access: AccessPolicy;
  readonly #people: PeopleService;
  readonly #clock: Clock;
  readonly #requestsLast24h: (ids: string[]) => Promise<Map<string, number>>;

  constructor(options: {
    facts: KeyFactsStore;
    access: AccessPolicy;
    people: PeopleService;
    clock: Clock;
    /** How often each key was used within a day. */
    requestsLast24h(ids: string[]): Promise<Map<string, number>>;
  }) {
    this.#facts = options.facts;
    this.#access = options.access;
    this.#people = options.people;
    this.#clock = options.clock;
    this.#requestsLast24h = options.requestsLast24h;
  }

  async of(caller: Caller, records: KeyRecord[]): Promise<SeenKey[]> {
    if (records.length === 0) {
      return [];
    }
    const ids = records.map(record => record.id);
    const [models, holds, spent, unchecked, problems, requests] =
      await Promise.all([
        this.#facts.models(ids),
        this.#facts.holds(ids),
        this.#facts.spent(ids),
        this.#facts.withUncheckedModels(ids),
        this.#facts.syncProblems(ids),
        this.#requestsLast24h(ids),
      ]);
    const [named, owners, updatable, blockable, revocable] = await Promise.all([
      this.#people.namedRefs([
        ...records.map(record => record.ownerRef),
        ...[...holds.values()].flat().flatMap(hold => hold.actorRef ?? []),
      ]),
      this.#people.ownersFor(caller),
      this.#access.permitted(caller, keyUpdatePermission, ids),
      this.#access.permitted(caller, keyBlockPermission, ids),
      this.#access.permitted(caller, keyRevokePermission, ids),
    ]);
    const mine = new Set(owners.map(owner => owner.ownerRef));
    const now = this.#clock.now();
    return records.map(record => {
      const { id } = record;
      const keyHolds = holds.get(id) ?? [];
      const limits = limitsOf(record, {
        models: models.get(id) ?? [],
        spentNanos: spent.get(id) ?? 0n,
        enforcedBy: unchecked.has(id) ? 'portal' : 'gateway',
        now,
      });
      const key: Key = {
        ...shape(record, { named, holds: keyHolds }),
        models: (models.get(id) ?? []).map(toModel),
        binding: bindingOf(limits),
        requestsLast24h: requests.get(id) ?? 0,
        syncProblem: problems.get(id) ?? null,
        actions: actionsOf(record, keyHolds, {
          owns: mine.has(record.ownerRef),
          isAdmin: caller.isAdmin,
          updates: updatable.has(id),
          blocks: blockable.has(id),
          revokes: revocable.has(id),
        }),
      };
      return { key, limits };
    });
  }

  async ofOne(caller: Caller, record: KeyRecord): Promise<SeenKey> {
    const [seen] = await this.of(caller, [record]);
    return seen;
  }
}

/** What may be done with a key by whom; a page offers nothing else. */
export function actionsOf(
  record: Pick<KeyRecord, 'state' | 'label'>,
  holds: Pick<KeyHold, 'kind' | 'byAdmin'>[],
  caller: {
    owns: boolean;
    isAdmin: boolean;
    updates: boolean;
    blocks: boolean;
    revokes: boolean;
  },
): Key['actions'] {
  if (!LIVE.includes(record.state) || record.label === 'expired') {
    return [];
  }
  const manual = holds.find(hold => hold.kind === 'manual');
  const actions: Key['actions'] = [];
  if (caller.updates) {
    actions.push('edit');
  }
  if (caller.blocks && !manual) {
    actions.push('block');
  }
  if (caller.blocks && manual && (!manual.byAdmin || caller.isAdmin)) {
    actions.push('unblock');
  }
  // A new value is shown to who asks for it: nobody but the owner's side.
  if (caller.updates && caller.owns) {
    actions.push('replace');
  }
  if (caller.revokes) {
    actions.push('revoke');
  }
  return actions;
}

function limitsOf(
  record: KeyRecord,
  facts: {
    models: KeyModel[];
    spentNanos: bigint;
    /** Of the key's own. */
    enforcedBy: KeyLimit['enforcedBy'];
    now: Date;
  },
): KeyLimit[] {
  const { models, spentNanos, enforcedBy, now } = facts;
  const own = { ...record, title: record.name, spentNanos };
  const limit = (
    scope: KeyLimit['scope'],
    { title, budgetNanos, spentNanos: used, period }: typeof own | KeyModel,
  ): KeyLimit[] =>
    budgetNanos === null
      ? []
      : [
          {
            scope,
            title,
            limitNanos: budgetNanos.toString(),
            usedNanos: used.toString(),
            period,
            periodStartsAt: periodStart(period, now).toISOString(),
            resetsAt: periodEnd(period, now).toISOString(),
            enforcedBy: scope === 'key' ? enforcedBy : 'portal',
          },
        ];
  return [
    ...limit('key', own),
    ...models.flatMap(model => limit('subscription', model)),
  ];
}

/** The limit with the least headroom. */
function bindingOf(limits: KeyLimit[]): KeyLimit | null {
  const headroom = ({ limitNanos, usedNanos }: KeyLimit) =>
    BigInt(limitNanos) - BigInt(usedNanos);
  return limits.reduce<KeyLimit | null>(
    (least, limit) =>
      least && headroom(least) <= headroom(limit) ? least : limit,
    null,
  );
}

function toModel({ id, name, title, mode, available }: KeyModel) {
  return { id, name, title, mode, available };
}

function shape(
  record: KeyRecord,
  { named, holds }: { named: Map<string, NamedRef>; holds: KeyHold[] },
) {
  const nameOf = (entityRef: string) =>
    named.get(entityRef) ?? { entityRef, title: entityRef };
  return {
    id: record.id,
    name: record.name,
    purpose: record.purpose,
    owner: nameOf(record.ownerRef),
    state: record.state,
    label: record.label,
    holds: holds.map(({ kind, reason, actorRef, since, until }) => ({
      kind,
      reason,
      actor: actorRef === null ? null : nameOf(actorRef),
      since: since.toISOString(),
      until: until?.toISOString() ?? null,
    })),
    lastFour: record.lastFour,
    budgetNanos: record.budgetNanos?.toString() ?? null,
    period: record.period,
    rpm: record.rpm,
    tpm: record.tpm,
    maxParallel: record.maxParallel,
    expiresAt: record.expiresAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
    lastUsedAt: record.lastUsedAt?.toISOString() ?? null,
    askedAt: record.askedAt.toISOString(),
    confirmedAt: record.confirmedAt?.toISOString() ?? null,
    valueLost: record.valueLost,
  };
}
