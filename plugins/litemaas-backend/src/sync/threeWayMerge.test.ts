import type { CanonicalValue, Strategy } from './ExternalResource';
import { mergeField } from './threeWayMerge';

type Row = [
  case_: string,
  desired: CanonicalValue,
  base: CanonicalValue | undefined,
  observed: CanonicalValue,
  expected: Record<Strategy, [action: string, value?: CanonicalValue]>,
];

const same = (action: string, value?: CanonicalValue) => {
  const outcome: [string, CanonicalValue?] =
    value === undefined ? [action] : [action, value];
  return { 'litemaas-wins': outcome, 'litellm-wins': outcome, merge: outcome };
};

const TABLE: Row[] = [
  ['agreed', 5, 5, 5, same('nothing')],
  ['agreed on a set', ['a', 'b'], ['a', 'b'], ['a', 'b'], same('nothing')],
  ['we changed', 7, 5, 5, same('push', 7)],
  ['we took the limit away', null, 5, 5, same('push', null)],
  [
    'they changed',
    5,
    5,
    9,
    {
      'litemaas-wins': ['push', 5],
      'litellm-wins': ['pull', 9],
      merge: ['pull', 9],
    },
  ],
  ['both changed to the same', 7, 5, 7, same('record')],
  ['never agreed, but the same', 7, undefined, 7, same('record')],
  [
    'both changed a limit, ours is lower',
    3,
    5,
    9,
    {
      'litemaas-wins': ['push', 3],
      'litellm-wins': ['pull', 9],
      merge: ['push', 3],
    },
  ],
  [
    'both changed a limit, theirs is lower',
    9,
    5,
    3,
    {
      'litemaas-wins': ['push', 9],
      'litellm-wins': ['pull', 3],
      merge: ['pull', 3],
    },
  ],
  [
    'no limit is the highest',
    null,
    5,
    3,
    {
      'litemaas-wins': ['push', null],
      'litellm-wins': ['pull', 3],
      merge: ['pull', 3],
    },
  ],
  [
    'both changed a set: what either added is in, what either took is out',
    ['a', 'c'],
    ['a', 'b'],
    ['a', 'b', 'd'],
    {
      'litemaas-wins': ['push', ['a', 'c']],
      'litellm-wins': ['pull', ['a', 'b', 'd']],
      merge: ['pull', ['a', 'c', 'd']],
    },
  ],
  [
    'a merged set that is ours already is pushed',
    ['a', 'c', 'd'],
    ['a', 'b'],
    ['a', 'b', 'd'],
    {
      'litemaas-wins': ['push', ['a', 'c', 'd']],
      'litellm-wins': ['pull', ['a', 'b', 'd']],
      merge: ['push', ['a', 'c', 'd']],
    },
  ],
  [
    'both changed a text',
    'ours',
    'base',
    'theirs',
    {
      'litemaas-wins': ['push', 'ours'],
      'litellm-wins': ['pull', 'theirs'],
      merge: ['park'],
    },
  ],
  [
    'never agreed and different',
    true,
    undefined,
    false,
    {
      'litemaas-wins': ['push', true],
      'litellm-wins': ['pull', false],
      merge: ['park'],
    },
  ],
];

describe.each(TABLE)('%s', (_, desired, base, observed, expected) => {
  it.each(Object.entries(expected))('by %s', (strategy, [action, value]) => {
    const decision = mergeField(desired, base, observed, strategy as Strategy);
    expect(decision).toEqual({
      action,
      ...(value !== undefined && { value }),
      reason: expect.stringMatching(/\w/),
    });
  });
});

it('comes to rest: what merging pulls is pushed next, and then agreed', () => {
  const pulled = mergeField(['a', 'c'], ['a', 'b'], ['a', 'b', 'd'], 'merge');
  const ours = 'value' in pulled ? pulled.value : null;
  const pushed = mergeField(ours, ['a', 'b'], ['a', 'b', 'd'], 'merge');
  expect(pushed).toMatchObject({ action: 'push', value: ours });
  expect(mergeField(ours, ['a', 'b'], ours, 'merge').action).toBe('record');
});
