import { ResponseError } from '@backstage/errors';
import { describeError, ticketText } from './describeError';

const at = new Date('2026-11-24T12:04:12.345Z');
const CANARY = 'sk-canaryAbC123_xyz-987';

async function refusal(status: number, error: object) {
  const text = JSON.stringify({
    error: { name: 'Error', ...error },
    response: { statusCode: status },
  });
  return ResponseError.fromResponse({
    ok: false,
    status,
    statusText: '',
    headers: { get: () => 'application/json' },
    text: async () => text,
    json: async () => JSON.parse(text),
    url: '',
    redirected: false,
    type: 'basic',
    body: null,
    bodyUsed: true,
  } as unknown as Response);
}

it('reads code and fields of a refusal, and a reference by status and time', async () => {
  const description = describeError(
    await refusal(409, {
      message: 'The name is taken.',
      code: 'key.name_taken',
      fields: { name: 'Choose another name.' },
    }),
    at,
  );
  expect(description).toEqual({
    kind: 'refused',
    message: 'The name is taken.',
    code: 'key.name_taken',
    fields: { name: 'Choose another name.' },
    statusCode: 409,
    reference: 'LM-409-20261124T120412Z',
    at: at.toISOString(),
  });
});

it('tells a lost connection from an answer, because the change may have been made', async () => {
  expect(describeError(new TypeError('Failed to fetch'), at).kind).toBe(
    'unreachable',
  );
  expect(describeError(await refusal(503, { message: 'no' }), at).kind).toBe(
    'failed',
  );
});

it('never repeats a key or a token, neither on the page nor in a ticket', async () => {
  const token = `eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl`;
  const description = describeError(
    await refusal(500, { message: `echo ${CANARY} and ${token}` }),
    at,
  );
  const ticket = ticketText(`Create ${CANARY}`, description, { key: CANARY });
  for (const text of [description.message, ticket]) {
    expect(text).not.toContain('canary');
    expect(text).not.toContain(token);
  }
  expect(ticket).toContain('- **Reference:** LM-500-20261124T120412Z');
});
