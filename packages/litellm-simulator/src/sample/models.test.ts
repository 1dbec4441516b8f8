import { SAMPLE_MODELS } from './models';

describe('the models of the sample company', () => {
  it('are ten, with names that are safe in a shell', () => {
    expect(SAMPLE_MODELS).toHaveLength(10);
    for (const { model_name: name } of SAMPLE_MODELS) {
      expect(name).toMatch(/^[\w.:/@+-]{1,128}$/);
    }
    expect(new Set(SAMPLE_MODELS.map(model => model.model_name)).size).toBe(10);
  });

  it('hold one of each kind that the pages show', () => {
    const prices = (model: (typeof SAMPLE_MODELS)[number]) =>
      Object.entries(model.litellm_params).filter(([member]) =>
        member.includes('cost'),
      );
    const free = SAMPLE_MODELS.filter(
      model =>
        prices(model).length > 0 &&
        prices(model).every(([, cost]) => cost === 0),
    );
    const unknown = SAMPLE_MODELS.filter(model => prices(model).length === 0);
    const dear = SAMPLE_MODELS.filter(
      model => model.litellm_params.output_cost_per_token === 0.05,
    );
    const failing = SAMPLE_MODELS.filter(
      model =>
        model.litellm_params.mock_response === 'litellm.InternalServerError',
    );
    const modes = new Set(SAMPLE_MODELS.map(model => model.model_info?.mode));

    expect([free, unknown, dear, failing].map(group => group.length)).toEqual([
      1, 1, 1, 1,
    ]);
    expect([...modes].sort()).toEqual([
      'audio_transcription',
      'chat',
      'embedding',
      'image_generation',
      'rerank',
    ]);
  });
});
