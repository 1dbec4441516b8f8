import { kindOf, readRefusal } from './refusal';

const a = (message: unknown, type: string | null = 'None', code = '400') =>
  JSON.stringify({ error: { message, type, param: 'None', code } });

describe('what a refusal says', () => {
  it('is read from every shape', () => {
    expect(readRefusal(400, a('text', 'bad_request_error'))).toMatchObject({
      message: 'text',
      type: 'bad_request_error',
      param: undefined,
    });
    expect(readRefusal(400, '{"detail":"text"}').message).toBe('text');
    expect(readRefusal(400, '{"detail":{"error":"text"}}').message).toBe(
      'text',
    );
    expect(
      readRefusal(
        422,
        '{"detail":[{"type":"missing","loc":["body","model_name"],"msg":"Field required","input":{}}]}',
      ).message,
    ).toBe('body.model_name: Field required');
    expect(readRefusal(500, 'Internal Server Error').message).toBe(
      'Internal Server Error',
    );
    expect(
      readRefusal(
        500,
        '{"error":{"message":"Internal server error","type":"internal_server_error"}}',
      ),
    ).toMatchObject({ type: 'internal_server_error' });
    expect(readRefusal(500, '{"detail":7}').message).toBe(
      'unrecognized error body',
    );
  });
});

// Texts as 1.82.1 and 1.108.2 sent them.
describe('the kind of a refusal', () => {
  it.each([
    [
      400,
      a('Budget has been exceeded! …', 'budget_exceeded'),
      'budget_exceeded',
    ],
    [
      422,
      a('Budget has been exceeded! …', 'budget_exceeded'),
      'budget_exceeded',
    ],
    [
      429,
      a('Budget has been exceeded! …', 'budget_exceeded'),
      'budget_exceeded',
    ],
    [
      400,
      a('Authentication Error - Expired Key. …', 'expired_key'),
      'expired_key',
    ],
    [
      401,
      a('Authentication Error - Expired Key. …', 'expired_key'),
      'expired_key',
    ],
    [
      401,
      a('key not allowed to access model. …', 'key_model_access_denied'),
      'model_denied',
    ],
    [
      403,
      a(
        "The requested model 'x' is not available …",
        'team_model_access_denied',
      ),
      'model_denied',
    ],
    [
      401,
      a(
        "Authentication Error, Key is blocked. Update via `/key/unblock` if you're admin.",
        'auth_error',
      ),
      'blocked_key',
    ],
    [
      401,
      a(
        'Authentication Error, Team=t1 is blocked. Update via `/team/unblock` if your admin.',
        'auth_error',
      ),
      'blocked_key',
    ],
    [
      400,
      a(
        "{'error': '/chat/completions: Invalid model name passed in model=x. Call …'}",
      ),
      'model_unknown',
    ],
    [
      429,
      a('Rate limit exceeded for api_key: bce2. Limit type: requests. …'),
      'rate_limited',
    ],
    [
      401,
      a(
        'Authentication Error, Invalid API key provided.',
        'token_not_found_in_db',
      ),
      'unauthorized',
    ],
    [
      401,
      a('Authentication Error, LiteLLM Virtual Key expected. …', 'auth_error'),
      'unauthorized',
    ],
    [
      401,
      a(
        'Authentication Error, Only proxy admin can be used to generate, delete, update info for new keys/users/teams. Route=/team/new.',
        'auth_error',
      ),
      'forbidden',
    ],
    [
      403,
      '{"detail":"Virtual key is not allowed to call this route. …"}',
      'forbidden',
    ],
    [404, a('Key not found in database', 'not_found_error'), 'not_found'],
    [
      404,
      a("{'error': 'Team not found, passed team_id=none'}", 'auth_error'),
      'not_found',
    ],
    [
      409,
      a("{'error': 'User with id u1 already exists'}", 'internal_server_error'),
      'conflict',
    ],
    [
      400,
      a("Key with alias 'alias-1' already exists. …", 'bad_request_error'),
      'conflict',
    ],
    [500, a('Unique constraint failed on the fields: (`team_id`)'), 'conflict'],
    [422, '{"detail":[{"loc":["query","size"],"msg":"too large"}]}', 'invalid'],
    [500, 'Internal Server Error', 'server'],
    // No answers, whatever their status:
    [
      401,
      a(
        "Authentication Error, Can't reach database server at `127.0.0.1:1`",
        'auth_error',
      ),
      'database',
    ],
    [
      400,
      a('Authentication Error, All connection attempts failed', 'auth_error'),
      'database',
    ],
    [
      503,
      a(
        'Service Unavailable, the authentication database is temporarily unreachable. Please retry shortly.',
        'no_db_connection',
      ),
      'database',
    ],
    [
      503,
      '{"detail":"Service Unhealthy (All connection attempts failed)"}',
      'database',
    ],
  ])('%i %s is %s', (status, body, kind) => {
    expect(kindOf(readRefusal(status, body))).toBe(kind);
  });
});
