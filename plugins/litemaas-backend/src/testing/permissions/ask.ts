import type { Harness } from '../harness';
import { TOKENS, type Cast } from './cast';
import type { COLUMNS } from './matrix';

type Body = Record<string, unknown>;

/** What a row of the matrix asks: its first column, e.g. `POST /keys/{own}/block` or `POST /keys for group:default/a`. */
export interface Question {
  method: string;
  /** With the names of things in braces. */
  path: string;
  /** What stands behind `for`: an owner, or behind `on`: a thing. */
  about: string | undefined;
}

export function questionOf(text: string): Question {
  const [method, path, , about] = text.split(' ');
  return { method, path, about };
}

/** The route of a question, as the OpenAPI document names it, without the names of its parameters. */
export function routeOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path
    .replace(/\?.*/, '')
    .replace(/\{\w+\}/g, '{}')}`;
}

/** A body that the route takes. */
function bodyOf({ method, path, about }: Question, id: Fill): Body | undefined {
  switch (routeOf(method, path)) {
    case 'POST /keys':
      return {
        name: 'One more',
        subscribe: {},
        ...(about?.startsWith('{')
          ? { modelIds: [id(about)] }
          : { modelIds: [id('{open}')], ownerRef: about }),
      };
    case 'PATCH /keys/{}':
      return { purpose: 'Another' };
    case 'POST /keys/{}/deliver':
      return {
        destination: 'cluster',
        namespace: 'checkout',
        secretName: 'model-key',
      };
    case 'POST /subscriptions':
      return {
        reason: 'To try',
        ...(about?.startsWith('{')
          ? { modelId: id(about) }
          : { modelId: id('{new}'), ownerRef: about }),
      };
    case 'POST /approvals/decisions':
      return { decision: 'deny', ids: [id(about ?? '')], reason: 'No' };
    default:
      return method === 'GET' ? undefined : {};
  }
}

type Fill = (text: string) => string;

/** An answer, with the statements that it took. */
export interface Answer {
  status: number;
  body: Body;
  statements: string[];
  /** How many of them changed something. */
  writes: number;
}

/** Asks a question as one of the columns. */
export async function ask(
  litemaas: Harness,
  question: Question,
  who: (typeof COLUMNS)[number],
  cast: Cast,
): Promise<Answer> {
  const id: Fill = text =>
    text.replace(/\{(\w+)\}/g, (whole, name) => {
      const things = Object.values(cast).find(one => one.has(name));
      return things?.get(name) ?? whole;
    });
  const statements: string[] = [];
  const note = ({ sql }: { sql: string }) => statements.push(sql);
  litemaas.db.on('query', note);
  try {
    const body = bodyOf(question, id);
    const token = TOKENS[who];
    const response = await fetch(litemaas.baseUrl + id(question.path), {
      method: question.method,
      headers: {
        ...(token && { authorization: token }),
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    return {
      status: response.status,
      body: await response.json(),
      statements,
      writes: statements.filter(sql =>
        /^\s*(insert|update|delete)\b/i.test(sql),
      ).length,
    };
  } finally {
    litemaas.db.off('query', note);
  }
}

/** An answer as a cell of the matrix says it. */
export function cellOf(
  { method, path }: Question,
  { status, body }: Answer,
  cast: Cast,
): string {
  if (status >= 300) {
    return String(status);
  }
  const { listed, outcome, calls } = seenIn(method, path, body);
  if (!listed) {
    return outcome ?? calls ?? 'yes';
  }
  const things = [...cast[listed.kind]];
  const seen = things.filter(([, id]) => listed.ids.includes(id));
  if (seen.length === things.length) {
    return 'all';
  }
  return seen.map(([name]) => name).join(' ') || 'none';
}

/** What an answer lists, decides or counts. */
function seenIn(
  method: string,
  path: string,
  body: Body,
): {
  listed?: { kind: keyof Cast; ids: string[] };
  outcome?: string;
  calls?: string;
} {
  const [route, query = ''] = path.split('?');
  const ids = (list: unknown, pick: (item: Body) => unknown) =>
    Array.isArray(list) ? list.map(item => String(pick(item))) : [];
  const listed = (kind: keyof Cast, found: string[]) => ({
    listed: { kind, ids: found },
  });
  switch (`${method} ${route}`) {
    case 'GET /models':
      return listed(
        'model',
        ids(body.items, item => item.id),
      );
    case 'GET /subscriptions':
      return listed(
        'subscription',
        ids(body.items, item => item.id),
      );
    case 'GET /approvals':
      return listed(
        'subscription',
        ids(body.items, item => (item.subscription as Body).id),
      );
    case 'GET /keys':
      return listed(
        'key',
        ids(body.items, item => item.id),
      );
    case 'GET /usage/requests':
      return listed(
        'key',
        ids(body.items, item => (item.key as Body).id),
      );
    case 'GET /usage':
      return query.includes('groupBy=key')
        ? listed(
            'key',
            ids(body.groups, group => group.id),
          )
        : { calls: `${(body.totals as Body).requests} calls` };
    case 'POST /approvals/decisions':
      return { outcome: ids(body.results, result => result.outcome)[0] };
    default:
      return {};
  }
}
