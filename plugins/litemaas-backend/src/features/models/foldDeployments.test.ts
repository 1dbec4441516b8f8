import { entityNameOf } from './entityName';
import { foldDeployments } from './foldDeployments';
import { publicationOf } from './rules';
import { aDeployment } from './testing/aDeployment';

describe('foldDeployments', () => {
  it('promises what every deployment does, at the price of the dearest', () => {
    const { models } = foldDeployments([
      aDeployment({
        maxInputTokens: 200_000,
        supports: { vision: true, functionCalling: true },
        prices: { inputPerToken: 0.000001, outputPerToken: 0.000002 },
      }),
      aDeployment({
        id: 'deployment-2',
        provider: 'azure',
        maxInputTokens: 128_000,
        supports: { functionCalling: true },
        prices: { inputPerToken: 0.0000008, outputPerToken: 0.000003 },
      }),
    ]);
    expect(models).toHaveLength(1);
    expect(models[0]).toMatchObject({
      name: 'gpt',
      provider: 'several',
      contextWindow: 128_000,
      capabilities: ['chat', 'tools'],
      price: {
        state: 'known',
        inputNanos: 1_000_000_000n,
        outputNanos: 3_000_000_000n,
      },
    });
  });

  it.each([
    ['no price at all', {}, 'unknown'],
    ['an explicit zero', { inputPerToken: 0, outputPerToken: 0 }, 'free'],
    ['any price', { inputPerToken: 0, outputPerToken: 1e-9 }, 'known'],
  ])('takes %s for what it is', (_, prices, state) => {
    const { models } = foldDeployments([aDeployment({ prices })]);
    expect(models[0].price.state).toBe(state);
  });

  it('prices images and audio in their own unit', () => {
    const { models } = foldDeployments([
      aDeployment({
        name: 'painter',
        mode: 'image_generation',
        prices: { outputPerImage: 0.04 },
      }),
      aDeployment({
        name: 'scribe',
        mode: 'audio_transcription',
        prices: { inputPerSecond: 0.0001 },
      }),
    ]);
    expect(models.map(({ price }) => [price.unit, price.perUnitNanos])).toEqual(
      [
        ['image', 40_000_000n],
        ['second', 100_000n],
      ],
    );
  });

  it('publishes a model whose facts make no sense without them', () => {
    const { models } = foldDeployments([
      aDeployment({
        provider: 'x'.repeat(200),
        description: `two\n lines\0 and ${'x'.repeat(2000)}`,
        mode: 'constructor',
        maxInputTokens: 1e300,
        maxOutputTokens: 4096.5,
        rpm: -1,
        prices: { inputPerToken: 1e6, outputPerToken: -1 },
      }),
    ]);
    expect(models[0]).toMatchObject({
      provider: 'x'.repeat(100),
      description: expect.stringMatching(/^two lines and x+$/),
      mode: 'other',
      contextWindow: null,
      maxOutputTokens: 4096,
      rpm: null,
      price: { state: 'unknown', inputNanos: null, outputNanos: null },
    });
    expect(models[0].description).toHaveLength(1000);
  });

  it.each(['openai/*', 'a b', '$(rm -rf /)', "it's", '`id`', 'x'.repeat(129)])(
    'does not publish %p and says so',
    name => {
      const offer = foldDeployments([aDeployment({ name })]);
      expect(offer).toEqual({ models: [], refusedNames: [name] });
    },
  );
});

describe('publicationOf', () => {
  const options = {
    defaultOwner: 'group:default/ai-platform',
    planIds: ['starter', 'team'],
    rules: [
      { match: 'openai/*-mini', visibility: 'public' as const },
      { match: 'openai/*', owner: 'user:default/ana', plans: ['team'] },
    ],
  };

  it('applies the first rule that matches', () => {
    expect(publicationOf('openai/gpt-mini', options)).toMatchObject({
      visibility: 'public',
      ownerRef: 'group:default/ai-platform',
      planIds: ['starter', 'team'],
    });
    expect(publicationOf('openai/gpt', options)).toMatchObject({
      visibility: 'restricted',
      ownerRef: 'user:default/ana',
      planIds: ['team'],
    });
  });

  it('grants and offers once what a rule names twice', () => {
    const rules = [
      {
        match: '*',
        groups: ['group:default/a', 'group:default/a'],
        plans: ['team', 'team'],
      },
    ];
    expect(publicationOf('gpt', { ...options, rules })).toMatchObject({
      groups: ['group:default/a'],
      planIds: ['team'],
    });
  });

  it('restricts what no rule names, and takes dots in a pattern literally', () => {
    expect(publicationOf('openaiXgpt', options).visibility).toBe('restricted');
    expect(
      publicationOf('gpt-4o', {
        ...options,
        rules: [{ match: 'gpt-4.', visibility: 'public' }],
      }).visibility,
    ).toBe('restricted');
  });
});

describe('entityNameOf', () => {
  it('keeps a name that fits, and tells changed ones apart', () => {
    expect(entityNameOf('gpt-4o-mini')).toBe('gpt-4o-mini');
    const [slash, colon] = [entityNameOf('a/b'), entityNameOf('a:b')];
    expect(slash).toMatch(/^a-b-[0-9a-f]{6}$/);
    expect(slash).not.toBe(colon);
    expect(entityNameOf(`x${'/y'.repeat(60)}`).length).toBeLessThanOrEqual(63);
  });
});
