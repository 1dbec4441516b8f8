import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createLitemaasPlugin } from '../../plugin';
import { emptyDatabase } from '../../testing/databases';
import { userInfoOf } from '../../testing/hostServices';
import { sampleOrganization } from '../../testing/organization';

const JONAS = mockCredentials.user.header('user:default/jonas.weber');
const MEI = mockCredentials.user.header('user:default/mei.tanaka');
const CATALOG = mockCredentials.service.header();
const IN_THE_NAME_OF_JONAS = mockCredentials.service.header({
  onBehalfOf: mockCredentials.user('user:default/jonas.weber'),
  targetPluginId: 'litemaas',
});

describe("the scheduler's own routes", () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  beforeAll(async () => {
    const entities = sampleOrganization();
    backend = await startTestBackend({
      features: [
        createLitemaasPlugin(),
        schedulerServiceFactory,
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        mockServices.database.factory({
          knex: await emptyDatabase('SQLITE_3'),
        }),
        mockServices.rootConfig.factory({
          data: {
            litemaas: {
              gateways: {
                default: { url: 'http://127.0.0.1:9', masterKey: 'sk-canary' },
              },
              plans: { starter: { title: 'Starter', period: 'month' } },
              models: { defaultOwner: 'group:default/ai-platform' },
              admins: ['group:default/ai-platform-admins'],
            },
          },
        }),
        catalogServiceMock.factory({ entities }),
        userInfoOf(entities),
      ],
    });
  });
  afterAll(() => backend?.stop());

  const ask = async (
    path: string,
    authorization: string | undefined,
    method = 'GET',
  ) => {
    const url = `http://localhost:${backend.server.port()}/api/litemaas`;
    const response = await fetch(url + path, {
      method,
      headers: authorization ? { authorization } : {},
    });
    return response.status;
  };

  it.each([
    ['GET', '/.backstage/scheduler/v1/tasks'],
    ['GET', '/.Backstage/SCHEDULER/V1/Tasks'],
    ['GET', '/.backstage/scheduler/v1/tasks/'],
    ['HEAD', '/.backstage/scheduler/v1/tasks'],
    ['POST', '/.backstage/scheduler/v1/tasks/notify/trigger'],
    ['POST', '/.BACKSTAGE/scheduler/v1/tasks/notify/cancel'],
  ])('are for other backends and admins alone: %s %s', async (method, path) => {
    expect(await ask(path, undefined, method)).toBe(401);
    expect(await ask(path, JONAS, method)).toBe(403);
    expect(await ask(path, IN_THE_NAME_OF_JONAS, method)).toBe(403);
    // Cancelling what does not run is a conflict: the route was reached.
    const reached = path.endsWith('/cancel') ? 409 : 200;
    expect(await ask(path, MEI, method)).toBe(reached);
    expect(await ask(path, CATALOG, method)).toBe(reached);
  });

  it.each([
    '//.backstage/scheduler/v1/tasks',
    '/%2ebackstage/scheduler/v1/tasks',
    '/.backstage/x/../scheduler/v1/tasks',
    '/.backstage%2fscheduler/v1/tasks',
  ])('have no other address: %s', async path => {
    expect([403, 404]).toContain(await ask(path, JONAS));
  });
});
