import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknownUsage } from '../../../src/shared/model/usage.ts';
import { deltaMarks } from '../../../src/core/stats/timing.ts';
import { brands } from '../../../src/core/providers/brands.ts';
import { brandServers } from '../../servers/brands/all.ts';
import { greeting, requestId } from '../../servers/brands/server.ts';
import { nameOf, type Asked, type Said } from '../../servers/brands/spec.ts';
import { reach } from './harness.ts';

test('every brand that is called over a wire has a server here that speaks like it', () => {
  const called = brands.flatMap(({ id, server }) => (server === null ? [] : [id]));
  assert.deepEqual(new Set(brandServers.map(({ id }) => id)), new Set(called));
  assert.equal(new Set(brandServers.map(nameOf)).size, brandServers.length);
});

for (const brand of brandServers) {
  const { heard } = brand;
  const name = nameOf(brand);

  test(`${name}, chat: asked as it wants to be, its answer is read whole`, async (context) => {
    const { call, server } = await reach(context, brand);
    const result = await call();
    assert.equal(result.error, null);
    assert.equal(result.text, heard.text);
    assert.equal(result.finishReason, heard.finish);
    assert.equal(result.responseModel, heard.model);
    assert.equal(result.requestId, requestId);
    assert.deepEqual(result.adapted, heard.adapted);
    const posts = server.requests.filter(({ method }) => method === 'POST');
    assert.equal(posts.length, heard.tries);
    const body = posts.at(-1)?.body ?? {};
    for (const [field, value] of Object.entries(brand.wants)) assert.deepEqual(body[field], value, field);
    for (const text of ['Say hello.', 'Be brief.']) assert.ok(JSON.stringify(body).includes(text));
  });

  test(`${name}, stream: each frame has its mark, and only a delta is a first token`, async (context) => {
    const { call, server } = await reach(context, brand);
    const { chunks, sentAt } = await call();
    const asked = server.requests.at(-1);
    assert.ok(asked !== undefined && sentAt !== null);
    const sent = brand.answers(greeting, asked).filter(({ kind }) => kind !== 'comment');
    assert.deepEqual(
      chunks.map(({ kind }) => kind),
      sent.map(({ kind }) => kind),
    );
    for (const [index, { at }] of chunks.entries()) {
      const [before, written, next] = [chunks[index - 1]?.at ?? sentAt, asked.writes[index], asked.writes[index + 1]];
      assert.ok(written !== undefined && at >= written && at >= before, `frame ${index} was marked before it was sent`);
      assert.ok(next === undefined || chunks[index + 1] === undefined || (chunks[index + 1]?.at ?? 0) >= next);
    }
    const first = sent.findIndex(({ kind }) => kind !== 'empty');
    const { firstDelta, firstText, lastDelta } = deltaMarks(chunks);
    assert.equal(firstDelta, chunks[first]?.at);
    assert.equal(firstText, chunks[sent.findIndex(({ kind }) => kind === 'text')]?.at);
    assert.equal(lastDelta, chunks[sent.findLastIndex(({ kind }) => kind === 'text')]?.at);
  });

  test(`${name}, usage: the counts are the provider's, and what it does not say stays unknown`, async (context) => {
    const { call } = await reach(context, brand);
    const { usage, usageSource } = await call();
    assert.deepEqual(usage, heard.usage);
    assert.equal(usageSource, 'provider');
  });

  if (heard.reasoning !== null) {
    test(`${name}, reasoning: ${heard.reasoning}, and an answer that is nothing else is no error`, async (context) => {
      const { call, server } = await reach(context, brand);
      const streamed = heard.reasoning === 'streamed';
      const { reasoning, chunks } = await call();
      assert.equal(reasoning, streamed ? 'Let me think.' : '');
      const { firstDelta, firstText } = deltaMarks(chunks);
      assert.ok(firstDelta !== null && firstText !== null);
      assert.equal(firstDelta < firstText, streamed, 'the first token is one of reasoning where it is streamed');
      if (!streamed) assert.ok((heard.usage.reasoningTokens ?? 0) > 0);
      server.say({ reasoning: greeting.reasoning, text: [] });
      const silent = await call();
      assert.deepEqual([silent.status, silent.error, silent.text], ['ok', null, '']);
      assert.equal(silent.finishReason, 'length');
      assert.equal(deltaMarks(silent.chunks).firstText, null);
      assert.equal(deltaMarks(silent.chunks).firstDelta !== null, streamed);
      assert.equal(silent.usage.outputTokens, heard.usage.outputTokens);
    });
  }
}

test('counts that do not come stay unknown, for whoever estimates', async (context) => {
  const brand = brandServers.find(({ id }) => id === 'vllm');
  assert.ok(brand);
  const silent = { ...brand, answers: (said: Said, asked: Asked) => brand.answers(said, { ...asked, body: {} }) };
  const { call } = await reach(context, silent);
  const { status, usage, usageSource } = await call();
  assert.equal(status, 'ok');
  assert.deepEqual(usage, unknownUsage);
  assert.equal(usageSource, null);
});
