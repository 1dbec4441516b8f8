import type {
  CanonicalState,
  CanonicalValue,
  Strategy,
} from './ExternalResource';

/** What to do about one field, and the rule that says so. */
export type FieldDecision =
  | { action: 'nothing' | 'record' | 'park'; reason: string }
  | { action: 'push' | 'pull'; value: CanonicalValue; reason: string };

/**
 * The table of the sync: what a field needs, from what we want, what both sides last agreed on (`undefined`: never),
 * and what the gateway has. `litemaas-wins` pushes, `litellm-wins` pulls; `merge` takes the lower of two limits (null
 * is no limit), merges sets by what each side added and took away, and leaves texts to a person.
 */
export function mergeField(
  desired: CanonicalValue,
  base: CanonicalValue | undefined,
  observed: CanonicalValue,
  strategy: Strategy,
): FieldDecision {
  const weChanged = base === undefined || !isSame(desired, base);
  const theyChanged = base === undefined || !isSame(observed, base);
  if (isSame(desired, observed)) {
    return weChanged
      ? { action: 'record', reason: 'both sides wish the same' }
      : { action: 'nothing', reason: 'agreed' };
  }
  if (!theyChanged) {
    return { action: 'push', value: desired, reason: 'we changed it' };
  }
  if (strategy === 'litemaas-wins') {
    return {
      action: 'push',
      value: desired,
      reason: weChanged
        ? 'both changed it: ours wins'
        : 'the gateway changed it: ours is put back',
    };
  }
  if (strategy === 'litellm-wins' || !weChanged) {
    return {
      action: 'pull',
      value: observed,
      reason: weChanged
        ? "both changed it: the gateway's wins"
        : 'the gateway changed it: taken over',
    };
  }
  return mergeValues(desired, base, observed);
}

/** Whether two canonical values are the same wish. */
export function isSame(left: CanonicalValue, right: CanonicalValue): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** The decisions on all fields we own; what else the gateway has is none of our business. */
export function threeWayMerge(
  desired: CanonicalState,
  base: CanonicalState | null,
  observed: CanonicalState,
  strategyOf: (field: string) => Strategy,
): Record<string, FieldDecision> {
  return Object.fromEntries(
    Object.entries(desired).map(([field, value]) => [
      field,
      mergeField(
        value,
        base?.[field],
        observed[field] ?? null,
        strategyOf(field),
      ),
    ]),
  );
}

function mergeValues(
  desired: CanonicalValue,
  base: CanonicalValue | undefined,
  observed: CanonicalValue,
): FieldDecision {
  if (isLimit(desired) && isLimit(observed)) {
    const oursIsLower = (desired ?? Infinity) <= (observed ?? Infinity);
    return oursIsLower
      ? {
          action: 'push',
          value: desired,
          reason: 'both changed it: the lower limit, ours',
        }
      : {
          action: 'pull',
          value: observed,
          reason: "both changed it: the lower limit, the gateway's",
        };
  }
  if (Array.isArray(desired) && Array.isArray(observed)) {
    const before = Array.isArray(base) ? base : [];
    const merged = mergeSets(desired, before, observed);
    return isSame(merged, desired)
      ? {
          action: 'push',
          value: merged,
          reason: 'both changed it: sets merged',
        }
      : {
          action: 'pull',
          value: merged,
          reason: 'both changed it: sets merged',
        };
  }
  return { action: 'park', reason: 'both changed it: a person decides' };
}

function isLimit(value: CanonicalValue): value is number | null {
  return value === null || typeof value === 'number';
}

/** What either side added is in; what either side took away is out. */
function mergeSets(ours: string[], base: string[], theirs: string[]): string[] {
  const kept = base.filter(
    item => ours.includes(item) && theirs.includes(item),
  );
  const added = [...ours, ...theirs].filter(item => !base.includes(item));
  return [...new Set([...kept, ...added])].sort();
}
