import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as fc from 'fast-check';
import { cosine, embed } from '../../../src/core/demo/embeddings.ts';
import { startDemoServer, type DemoServer } from '../../../src/core/demo/server.ts';
import { tokenize } from '../../../src/core/demo/tokens.ts';
import { at } from './sse.ts';

const near = (a: string, b: string) => cosine(embed(a), embed(b));

describe('a vector of demo/vectors', () => {
  it('lies nearer to one of a like text than to one of another', () => {
    const answer = 'Your refund arrives within five working days.';
    const alike = near(answer, 'You have the refund after five working days.');
    assert.ok(alike > 0.5, String(alike));
    assert.ok(alike > near(answer, 'The stove burns for two hours on one canister.') + 0.3);
    assert.ok(near('refund', 'refunds') > near('refund', 'stoves') + 0.3);
  });

  it('has length 1 whatever the text, and is the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        assert.ok(Math.abs(Math.hypot(...embed(text)) - 1) < 1e-9);
        assert.deepEqual(embed(text), embed(text));
      }),
    );
  });
});

describe('the embeddings endpoint', () => {
  let server: DemoServer;
  before(async () => void (server = await startDemoServer()));
  after(() => server.close());

  const post = (body: unknown, path = '/v1/embeddings') =>
    fetch(server.origin + path, { method: 'POST', body: JSON.stringify(body) });

  it('embeds each text in its order and counts the input', async () => {
    const input = ['a warm sleeping bag', 'a light tent'];
    const response = await post({ model: 'vectors', input, encoding_format: 'float' });
    const body: unknown = await response.json();
    assert.match(response.headers.get('x-request-id') ?? '', /^req_/);
    assert.equal(at(body, 'object'), 'list');
    assert.deepEqual([at(body, 'data.0.index'), at(body, 'data.1.index')], [0, 1]);
    assert.deepEqual([at(body, 'data.0.embedding'), at(body, 'data.1.embedding')], input.map(embed));
    const tokens = input.reduce((sum, text) => sum + tokenize(text).length, 0);
    assert.deepEqual(at(body, 'usage'), { prompt_tokens: tokens, total_tokens: tokens });
  });

  it('sends 32-bit floats in base64 where asked to', async () => {
    const body: unknown = await (await post({ model: 'vectors', input: 'a tent', encoding_format: 'base64' })).json();
    const bytes = Buffer.from(String(at(body, 'data.0.embedding')), 'base64');
    const floats = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(4 * index));
    assert.deepEqual(floats, embed('a tent').map(Math.fround));
  });

  const refused: readonly { readonly what: string; readonly body: object; readonly status: number }[] = [
    { what: 'a model that answers', body: { model: 'atlas-mini', input: 'x' }, status: 404 },
    { what: 'an unknown model', body: { model: 'nobody', input: 'x' }, status: 404 },
    { what: 'no input', body: { model: 'vectors' }, status: 400 },
    { what: 'an empty text', body: { model: 'vectors', input: ['x', ''] }, status: 400 },
    { what: 'tokens in place of text', body: { model: 'vectors', input: [1, 2] }, status: 400 },
    { what: 'another number of dimensions', body: { model: 'vectors', input: 'x', dimensions: 64 }, status: 400 },
    { what: 'an unknown encoding', body: { model: 'vectors', input: 'x', encoding_format: 'hex' }, status: 400 },
  ];
  for (const { what, body, status } of refused) {
    it(`refuses ${what} with ${status}, in OpenAI's form`, async () => {
      const response = await post(body);
      assert.equal(response.status, status);
      assert.equal(at(await response.json(), 'error.type'), 'invalid_request_error');
    });
  }

  it('is the only one that demo/vectors has: asked a question it says that it is no chat model', async () => {
    const response = await post({ model: 'vectors', messages: [{ role: 'user', content: 'Hello' }] }, '/v1/chat/completions');
    assert.equal(response.status, 404);
    assert.match(String(at(await response.json(), 'error.message')), /not a chat model/);
  });
});
