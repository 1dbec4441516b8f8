import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { snapshotTables } from './testing/databases';
import { databaseIds, startLitemaas, type Harness } from './testing/harness';
import { allowAll } from './testing/hostServices';
import {
  ask,
  cellOf,
  questionOf,
  routeOf,
  type Answer,
} from './testing/permissions/ask';
import { assemble, CONFIG, type Cast } from './testing/permissions/cast';
import { COLUMNS, rowsOf } from './testing/permissions/matrix';

jest.setTimeout(60_000);

const NOBODY = '01990000-0000-7000-8000-000000000000';
const ROWS = rowsOf();

/** What pages offer: an action, on what, and the row that says who may. */
const OFFERS = [
  ['edit', 'GET /keys/{own}', 'PATCH /keys/{own}'],
  ['edit', 'GET /keys/{team}', 'PATCH /keys/{team}'],
  ['block', 'GET /keys/{own}', 'POST /keys/{own}/block'],
  ['block', 'GET /keys/{team}', 'POST /keys/{team}/block'],
  ['unblock', 'GET /keys/{held}', 'POST /keys/{held}/unblock'],
  ['replace', 'GET /keys/{own}', 'POST /keys/{own}/replace'],
  ['revoke', 'GET /keys/{own}', 'POST /keys/{own}/revoke'],
  ['revoke', 'GET /keys/{team}', 'POST /keys/{team}/revoke'],
  ['revoke', 'GET /keys/{app}', 'POST /keys/{app}/revoke'],
  ['end', 'GET /subscriptions/{mine}', 'POST /subscriptions/{mine}/end'],
  ['end', 'GET /subscriptions/{ours}', 'POST /subscriptions/{ours}/end'],
  [
    'withdraw',
    'GET /subscriptions/{weAsked}',
    'POST /subscriptions/{weAsked}/end',
  ],
  ...['asked', 'weAsked', 'anaAsked', 'meiAsked'].map(name => [
    'deny',
    `GET /subscriptions/{${name}}`,
    `POST /approvals/decisions on {${name}}`,
  ]),
];

/** What somebody is told, but for the address and the ids that they sent. */
function told({ status, body }: Answer, cast: Cast) {
  const { request: _, ...rest } = body;
  const ids = Object.values(cast).flatMap(things => [...things.values()]);
  return {
    status,
    body: ids.reduce(
      (text, id) => text.replaceAll(id, 'id'),
      JSON.stringify(rest),
    ),
  };
}

describe.each(databaseIds)('permissions on %s', databaseId => {
  let litemaas: Harness;
  let cast: Cast;
  let putBack: () => Promise<void>;

  beforeAll(async () => {
    litemaas = await startLitemaas({ databaseId, config: CONFIG });
    await litemaas.reset();
    cast = await assemble(litemaas);
    putBack = await snapshotTables(litemaas.db);
  });
  afterAll(() => litemaas?.stop());
  afterEach(() => litemaas.setPolicy(allowAll));

  it('has a row for every route, and no row without one', async () => {
    const response = await litemaas.fetch(undefined, '/openapi.json');
    const { paths }: { paths: Record<string, object> } = await response.json();
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => routeOf(method, path)),
    );
    const asked = ROWS.map(({ question }) => questionOf(question)).map(
      ({ method, path }) => routeOf(method, path),
    );
    expect([...new Set(asked)].sort()).toEqual(
      [...routes, 'GET /openapi.json'].sort(),
    );
  });

  it.each(ROWS)('$question', async ({ question: text, cells, denied }) => {
    const question = questionOf(text);
    const cell = async (who: (typeof COLUMNS)[number]) => {
      const answer = await ask(litemaas, question, who, cast);
      if (answer.writes > 0) {
        await putBack();
      }
      // Who may not has changed nothing.
      const isRefused = [401, 403, 404].includes(answer.status);
      return isRefused && answer.writes > 0
        ? `${answer.status}, and wrote`
        : cellOf(question, answer, cast);
    };

    const found: Record<string, string> = {};
    for (const who of COLUMNS) {
      found[who] = await cell(who);
    }
    expect(found).toEqual(cells);

    litemaas.setPolicy(() => ({ result: AuthorizeResult.DENY }));
    expect([await cell('owner'), await cell('admin')]).toEqual([
      denied,
      denied,
    ]);
  });

  it.each(OFFERS)(
    'offers %s to those alone who may do it',
    async (action, thing, question) => {
      const row = ROWS.find(one => one.question === question);
      const may = ['yes', 'denied'];
      const offered: string[] = [];
      for (const who of COLUMNS) {
        const { body } = await ask(litemaas, questionOf(thing), who, cast);
        if (Array.isArray(body.actions) && body.actions.includes(action)) {
          offered.push(who);
        }
      }
      expect(offered).toEqual(
        COLUMNS.filter(who => row && may.includes(row.cells[who])),
      );
    },
  );

  /** Rows that hide a thing from somebody, and from whom. */
  const hiding = ROWS.flatMap(({ question, cells }) => {
    const who = COLUMNS.find(column =>
      ['404', 'not_found'].includes(cells[column]),
    );
    return who ? [{ question, who }] : [];
  });
  it.each(hiding)(
    '$question answers $who as if it were not there, after as many statements',
    async ({ question: text, who }) => {
      const question = questionOf(text);
      const [thing] = /(?<=\{)\w+(?=\})/.exec(text) ?? [];
      const without = new Map([[String(thing), NOBODY]]);
      const absent = { key: without, subscription: without, model: without };
      // The catalog's answers are in the cache after the first time.
      await ask(litemaas, question, who, cast);
      const hidden = await ask(litemaas, question, who, cast);
      const missing = await ask(litemaas, question, who, absent);
      expect(told(hidden, cast)).toEqual(told(missing, absent));
      expect(hidden.statements).toEqual(missing.statements);
    },
  );
});
