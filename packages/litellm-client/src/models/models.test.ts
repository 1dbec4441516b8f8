import { TestGateway } from '../testing/gateway';

describe('models', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = new TestGateway();
    await gateway.start();
  });

  afterEach(async () => {
    await gateway.stop();
  });

  it('are none on a gateway that has none', async () => {
    gateway.json(500, {
      detail: { error: 'LLM Model List not loaded in. Loaded from config.' },
    });
    expect(await gateway.client().models.list()).toEqual({
      items: [],
      dropped: 0,
      complete: true,
    });
  });

  it('tell an unknown price from one of 0, and hide where they run', async () => {
    gateway.json(200, {
      data: [
        {
          model_name: 'free',
          litellm_params: {
            model: 'openai/free',
            api_base: 'http://canary.internal',
            input_cost_per_token: 0,
          },
          model_info: { id: 'a', db_model: false, mode: 'chat' },
        },
        { model_name: 'no id', litellm_params: {}, model_info: {} },
      ],
    });
    const list = await gateway.client().models.list();
    expect(list).toMatchObject({ dropped: 1, complete: false });
    expect(list.items[0]).toMatchObject({
      id: 'a',
      name: 'free',
      providerModel: 'openai/free',
      provider: 'openai',
      prices: { inputPerToken: 0, outputPerToken: undefined },
      supports: { vision: undefined },
    });
    expect(JSON.stringify(list)).not.toContain('canary');
  });

  it('are deleted already when there are none of that id', async () => {
    gateway.json(400, {
      error: { message: "{'error': 'Model with id=x not found in db'}" },
    });
    await expect(gateway.client().models.delete('x')).resolves.toBeUndefined();
  });
});
