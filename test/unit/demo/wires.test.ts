import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startDemoServer, type DemoServer } from '../../../src/core/demo/server.ts';
import { tokenize } from '../../../src/core/demo/tokens.ts';
import { at, parseSse } from './sse.ts';

const question = 'We had 240 jackets, sold 15 % of them, then 25 % of the rest, then got 40 more. How many are there now?';
const messages = [{ role: 'user', content: question }];

/** Most of a test is waiting for the server's own pauses. */
const sideBySide = { concurrency: true };

let server: DemoServer;
before(async () => void (server = await startDemoServer()));
after(() => server.close());

async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(server.origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function stream(path: string, body: object, headers: Record<string, string> = {}) {
  const response = await post(path, body, headers);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  const events = parseSse(await response.text());
  return { response, events, data: events.map(({ data }): unknown => (data === '[DONE]' ? data : JSON.parse(data))) };
}

/** The texts at a path of every event, joined; events without one add nothing. */
function join(data: readonly unknown[], path: string): string {
  return data
    .map((one) => at(one, path))
    .filter((text) => typeof text === 'string')
    .join('');
}

const tokens = (text: string) => tokenize(text).length;

describe('on the wire', sideBySide, () => {
  describe('OpenAI Chat Completions', sideBySide, () => {
    const body = { model: 'atlas-large', messages, stream: true };

    it('opens with the role alone, reports usage on a chunk without choices, and ends with [DONE]', async () => {
      const { response, data } = await stream('/v1/chat/completions', { ...body, stream_options: { include_usage: true } });
      assert.match(response.headers.get('x-request-id') ?? '', /^req_[0-9a-f]{32}$/);
      assert.deepEqual(at(data[0], 'choices.0.delta'), { role: 'assistant', content: '', refusal: null });
      assert.equal(data.at(-1), '[DONE]');
      const chunks = data.slice(0, -1);
      assert.deepEqual(chunks.map((chunk) => at(chunk, 'choices.0.finish_reason')).filter(Boolean), ['stop']);
      assert.deepEqual(at(chunks.at(-1), 'choices'), []);
      assert.deepEqual(new Set(chunks.slice(0, -1).map((chunk) => at(chunk, 'usage'))), new Set([null]));
      const text = join(chunks, 'choices.0.delta.content');
      assert.match(text, /193/);
      assert.equal(at(chunks.at(-1), 'usage.completion_tokens'), tokens(text));
      assert.equal(new Set(chunks.map((chunk) => at(chunk, 'id'))).size, 1);
    });

    it('says nothing of usage unless asked', async () => {
      const { data } = await stream('/v1/chat/completions', body);
      assert.ok(data.every((chunk) => at(chunk, 'usage') === undefined));
      assert.ok(data.slice(0, -1).every((chunk) => at(chunk, 'choices.length') === 1));
    });

    it('answers in one piece without stream', async () => {
      const response = await post('/v1/chat/completions', { ...body, stream: false });
      const answer: unknown = await response.json();
      assert.equal(at(answer, 'object'), 'chat.completion');
      assert.match(String(at(answer, 'choices.0.message.content')), /193/);
      assert.equal(typeof at(answer, 'usage.total_tokens'), 'number');
    });

    for (const limit of ['max_tokens', 'max_completion_tokens']) {
      it(`keeps to ${limit}`, async () => {
        const { data } = await stream('/v1/chat/completions', { ...body, [limit]: 3, stream_options: { include_usage: true } });
        assert.equal(tokens(join(data, 'choices.0.delta.content')), 3);
        assert.ok(data.some((chunk) => at(chunk, 'choices.0.finish_reason') === 'length'));
        assert.ok(data.some((chunk) => at(chunk, 'usage.completion_tokens') === 3));
      });
    }
  });

  describe('OpenAI Responses', sideBySide, () => {
    const body = { model: 'ponder', input: messages, stream: true };

    it('numbers its events, names each as its type says, and streams reasoning before the answer', async () => {
      const { response, events, data } = await stream('/v1/responses', body);
      assert.match(response.headers.get('x-request-id') ?? '', /^req_/);
      assert.deepEqual(
        data.map((event) => at(event, 'sequence_number')),
        data.map((_, index) => index),
      );
      assert.deepEqual(
        data.map((event) => at(event, 'type')),
        events.map(({ name }) => name),
      );
      const kinds = events.map(({ name }) => name).filter((name, index, all) => name !== all[index - 1]);
      assert.deepEqual(kinds, [
        'response.created',
        'response.in_progress',
        'response.output_item.added',
        'response.reasoning_summary_part.added',
        'response.reasoning_summary_text.delta',
        'response.reasoning_summary_text.done',
        'response.reasoning_summary_part.done',
        'response.output_item.done',
        'response.output_item.added',
        'response.content_part.added',
        'response.output_text.delta',
        'response.output_text.done',
        'response.content_part.done',
        'response.output_item.done',
        'response.completed',
      ]);
    });

    it('ends with the whole response: what the deltas said, and usage with reasoning inside the output', async () => {
      const { events, data } = await stream('/v1/responses', body);
      const deltas = (type: string) =>
        join(
          data.filter((_, index) => events[index]?.name === type),
          'delta',
        );
      const final = at(data.at(-1), 'response');
      assert.equal(at(final, 'output.0.summary.0.text'), deltas('response.reasoning_summary_text.delta'));
      assert.equal(at(final, 'output.1.content.0.text'), deltas('response.output_text.delta'));
      const reasoning = Number(at(final, 'usage.output_tokens_details.reasoning_tokens'));
      const text = String(at(final, 'output.1.content.0.text'));
      assert.equal(at(final, 'usage.output_tokens'), reasoning + tokens(text));
      assert.ok(reasoning > tokens(String(at(final, 'output.0.summary.0.text'))), 'the summary shows a part of the reasoning');
    });

    it('ends incomplete, without a message, when reasoning uses up max_output_tokens', async () => {
      const { events, data } = await stream('/v1/responses', { ...body, max_output_tokens: 5 });
      const final = at(data.at(-1), 'response');
      assert.equal(events.at(-1)?.name, 'response.incomplete');
      assert.deepEqual(at(final, 'incomplete_details'), { reason: 'max_output_tokens' });
      assert.equal(at(final, 'usage.output_tokens'), 5);
      assert.equal(at(final, 'output.length'), 1);
      assert.ok(!events.some(({ name }) => name === 'response.output_text.delta'));
    });
  });

  describe('Anthropic Messages', sideBySide, () => {
    const body = { model: 'sonata', max_tokens: 200, messages, stream: true };
    const version = { 'anthropic-version': '2023-06-01' };

    it('sends its events in order: thinking with a signature, then text, usage cumulative', async () => {
      const { response, events, data } = await stream('/v1/messages', body, version);
      assert.match(response.headers.get('request-id') ?? '', /^req_/);
      assert.deepEqual(
        data.map((event) => at(event, 'type')),
        events.map(({ name }) => name),
      );
      const kinds = data
        .map((event) => String(at(event, 'delta.type') ?? at(event, 'type')))
        .filter((kind, index, all) => kind !== all[index - 1]);
      assert.deepEqual(kinds, [
        'message_start',
        'ping',
        'content_block_start',
        'thinking_delta',
        'signature_delta',
        'content_block_stop',
        'content_block_start',
        'text_delta',
        'content_block_stop',
        'message_delta',
        'message_stop',
      ]);
      assert.equal(at(data[0], 'message.usage.output_tokens'), 1);
      const end = data.at(-2);
      assert.equal(at(end, 'delta.stop_reason'), 'end_turn');
      const thinking = tokens(join(data, 'delta.thinking'));
      assert.equal(at(end, 'usage.output_tokens_details.thinking_tokens'), thinking);
      assert.equal(at(end, 'usage.output_tokens'), thinking + tokens(join(data, 'delta.text')));
    });

    it('answers in one piece without stream, and keeps to max_tokens', async () => {
      const response = await post('/v1/messages', { ...body, stream: false, max_tokens: 1000 }, version);
      const answer: unknown = await response.json();
      assert.deepEqual([at(answer, 'content.0.type'), at(answer, 'content.1.type')], ['thinking', 'text']);
      assert.equal(at(answer, 'stop_reason'), 'end_turn');
      const short: unknown = await (await post('/v1/messages', { ...body, stream: false, max_tokens: 2 }, version)).json();
      assert.equal(at(short, 'stop_reason'), 'max_tokens');
      assert.equal(at(short, 'usage.output_tokens'), 2);
    });

    it('needs max_tokens and a version, and refuses sampling parameters under the version that dropped them', async () => {
      const status = async (change: object, headers: Record<string, string>) =>
        (await post('/v1/messages', { ...body, stream: false, ...change }, headers)).status;
      assert.equal(await status({ max_tokens: undefined }, version), 400);
      assert.equal(await status({}, {}), 400);
      assert.equal(await status({ temperature: 0 }, { 'anthropic-version': '2026-10-21' }), 400);
      assert.equal(await status({ temperature: 0 }, version), 200);
    });
  });

  describe('Gemini', sideBySide, () => {
    const body = { contents: [{ role: 'user', parts: [{ text: question }] }] };
    const path = '/v1beta/models/comet-flash';

    it('reports cumulative usage on every chunk, thoughts outside the candidates, and finishes on the last', async () => {
      const { response, events, data } = await stream(`${path}:streamGenerateContent?alt=sse`, body);
      assert.ok(response.headers.get('x-goog-request-id'));
      assert.ok(events.every(({ name }) => name === null));
      const finish = data.map((chunk) => at(chunk, 'candidates.0.finishReason'));
      assert.deepEqual(finish, [...Array<undefined>(data.length - 1).fill(undefined), 'STOP']);
      const counts = data.map((chunk) => Number(at(chunk, 'usageMetadata.candidatesTokenCount')));
      assert.deepEqual(
        counts,
        counts.toSorted((a, b) => a - b),
      );
      assert.equal(counts.at(-1), tokens(join(data, 'candidates.0.content.parts.0.text')));
      const usage = at(data.at(-1), 'usageMetadata');
      const thoughts = Number(at(usage, 'thoughtsTokenCount'));
      assert.ok(thoughts > 0);
      assert.equal(at(usage, 'totalTokenCount'), Number(at(usage, 'promptTokenCount')) + thoughts + Number(counts.at(-1)));
    });

    it('answers in one piece to generateContent, and keeps to maxOutputTokens', async () => {
      const answer: unknown = await (await post(`${path}:generateContent`, body)).json();
      assert.equal(at(answer, 'candidates.0.finishReason'), 'STOP');
      const limited = { ...body, generationConfig: { maxOutputTokens: 1 } };
      const { data } = await stream(`${path}:streamGenerateContent?alt=sse`, limited);
      assert.equal(data.length, 1);
      assert.equal(at(data[0], 'candidates.0.finishReason'), 'MAX_TOKENS');
    });

    it('streams as SSE only', async () => {
      assert.equal((await post(`${path}:streamGenerateContent`, body)).status, 400);
    });
  });
});
