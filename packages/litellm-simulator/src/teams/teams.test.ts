import { hash, startTest, VERSIONS } from '../testing/harness';

describe.each(VERSIONS)('teams and users of %s', version => {
  let test: Awaited<ReturnType<typeof startTest>>;
  const newer = version === '1.108.2';

  beforeAll(async () => {
    test = await startTest({ version });
    test.simulator.knobs.databaseMs = 300;
  });
  afterAll(() => test.simulator.close());

  it('lose members that are added at once', async () => {
    await test.post('/team/new', { team_id: 'crowd' });
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map(user_id =>
        test.post('/team/member_add', {
          team_id: 'crowd',
          member: { role: 'user', user_id },
        }),
      ),
    );
    const info = await test.get('/team/info?team_id=crowd');
    const members = info.body.team_info.members_with_roles.map(
      (member: any) => member.user_id,
    );

    expect(answers.map(answer => answer.status)).toEqual([200, 200, 200, 200]);
    expect(members).toHaveLength(2);
    expect(members[0]).toBe('default_user_id');
  });

  it('are made once when made at once: one team, and a team that is there already', async () => {
    const teams = await Promise.all(
      [1, 2, 3].map(() => test.post('/team/new', { team_id: 'once' })),
    );
    const users = await Promise.all(
      [1, 2, 3].map(() =>
        test.post('/user/new', { user_id: 'once', auto_create_key: false }),
      ),
    );

    expect(teams.map(answer => answer.status).sort()).toEqual([200, 500, 500]);
    expect(users.map(answer => answer.status)).toEqual([200, 200, 200]);
    expect((await test.post('/team/new', { team_id: 'once' })).status).toBe(
      400,
    );
    expect((await test.post('/user/new', { user_id: 'once' })).status).toBe(
      409,
    );
  });

  it('make an unknown user by an update', async () => {
    const answer = await test.post('/user/update', { user_id: 'surprise' });

    expect(answer.status).toBe(200);
    expect((await test.get('/user/info?user_id=surprise')).status).toBe(200);
  });

  it('take their keys along, which 1.82.1 goes on serving for a minute', async () => {
    await test.post('/team/new', { team_id: 'leaving' });
    const key = await test.newKey({ team_id: 'leaving' });
    expect((await test.chat(key)).status).toBe(200);
    await test.post('/team/delete', { team_ids: ['leaving'] });

    expect((await test.chat(key)).status).toBe(newer ? 401 : 200);
    test.simulator.advance(61_000);
    expect((await test.chat(key)).status).toBe(401);
    expect(
      (await test.get(`/key/info?key=${hash(key)}`)).body.info?.status,
    ).toBe(newer ? 'deleted' : undefined);
  });

  it('answer 403 for every organization call without a licence, as far as the release does', async () => {
    const answer = await test.get('/organization/list');

    expect(answer.status).toBe(newer ? 403 : 200);
  });
});
