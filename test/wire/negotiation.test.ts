import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiKind, ModelParams } from '../../src/shared/model/suite.ts';
import { framesOf } from '../servers/formats.ts';
import type { Script, SeenRequest } from '../servers/wireServer.ts';
import { wire } from './harness.ts';

const reply = { text: ['fine'] };

function refuseWith(body: object, status = 400): Script {
  return { reply, fault: { type: 'status', status, body: JSON.stringify(body) } };
}

function refuse(message: string, code: string | null, param: string | null, status = 400): Script {
  return refuseWith({ error: { message, type: 'invalid_request_error', code, param } }, status);
}

/** A server that refuses requests with this field, however deep it is, and takes all others. */
function without(field: string, refusal: Script): (request: SeenRequest) => Script {
  return ({ body }) => (JSON.stringify(body).includes(`"${field}":`) ? refusal : { reply });
}

test('a server that refuses stream_options is asked once more without, and then never again', async (context) => {
  const { call, server } = await wire(
    context,
    without('stream_options', refuseWith({ detail: [{ type: 'extra_forbidden', loc: ['body', 'stream_options'] }] }, 422)),
  );
  const result = await call('openai-chat');
  assert.equal(result.text, 'fine');
  assert.deepEqual(result.adapted, [], 'nothing that a user asked for');
  assert.equal((await call('openai-chat')).text, 'fine');
  assert.equal((await call('openai-chat', { request: { model: 'another' } })).text, 'fine');
  assert.deepEqual(
    server.requests.map(({ body }) => 'stream_options' in body),
    [true, false, false, false],
  );
});

for (const taken of ['max_tokens', 'max_completion_tokens'] as const) {
  test(`a model that takes ${taken} only is asked so, and that is remembered for it`, async (context) => {
    const other = taken === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
    const { call, server } = await wire(
      context,
      without(other, refuse(`Unsupported parameter: '${other}'. Use '${taken}' instead.`, 'unsupported_parameter', other)),
    );
    const options = { request: { params: { maxOutputTokens: 9 } }, endpoint: { dialect: { tokenLimit: other } } } as const;
    assert.deepEqual((await call('openai-chat', options)).adapted, []);
    assert.equal((await call('openai-chat', options)).text, 'fine');
    assert.equal((await call('openai-chat', { ...options, request: { ...options.request, model: 'b' } })).text, 'fine');
    assert.deepEqual(
      server.requests.map(({ body }) => body[taken] === 9),
      [false, true, true, false, true],
    );
  });
}

test('a server that takes neither name of the limit is not asked for ever', async (context) => {
  const { call, server } = await wire(context, ({ body }) => {
    const name = 'max_tokens' in body ? 'max_tokens' : 'max_completion_tokens';
    return refuse(`Unsupported parameter: '${name}'`, 'unsupported_parameter', name);
  });
  const result = await call('openai-chat', { request: { params: { maxOutputTokens: 9 } } });
  assert.equal(result.error?.kind, 'unsupported-parameter');
  assert.equal(server.requests.length, 2);
});

interface Lesson {
  readonly api: ApiKind;
  readonly model?: string;
  readonly params: ModelParams;
  /** The field that the server refuses, and how it says so. */
  readonly field: string;
  readonly refusal: Script;
  readonly adapted: readonly string[];
}

const anthropic = (message: string): Script =>
  refuseWith({ type: 'error', error: { type: 'invalid_request_error', message }, request_id: 'req-77' });
const gemini = (message: string): Script => refuseWith({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } });

const lessons: Readonly<Record<string, Lesson>> = {
  'OpenAI: temperature is no parameter of this model': {
    api: 'openai-chat',
    params: { temperature: 0, topP: 0.5 },
    field: 'temperature',
    refusal: refuse(
      "Unsupported parameter: 'temperature' is not supported with this model.",
      'unsupported_parameter',
      'temperature',
    ),
    adapted: ['without temperature'],
  },
  'OpenAI: the default temperature only': {
    api: 'openai-responses',
    params: { temperature: 0 },
    field: 'temperature',
    refusal: refuse(
      "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
      'unsupported_value',
      'temperature',
    ),
    adapted: ['without temperature'],
  },
  'xAI: stop': {
    api: 'openai-chat',
    params: { stop: ['END'] },
    field: 'stop',
    refusal: refuseWith({ code: 'Client specified an invalid argument', error: 'Argument not supported on this model: stop' }),
    adapted: ['without stop'],
  },
  'xAI: effort': {
    api: 'openai-chat',
    params: { reasoningEffort: 'high' },
    field: 'reasoning_effort',
    refusal: refuseWith({
      code: 'Client specified an invalid argument',
      error: 'Model grok-4-latest does not support parameter reasoningEffort.',
    }),
    adapted: ['without reasoningEffort'],
  },
  'Groq: effort': {
    api: 'openai-chat',
    params: { reasoningEffort: 'low' },
    field: 'reasoning_effort',
    refusal: refuse('`reasoning_effort` is not supported with this model', null, null),
    adapted: ['without reasoningEffort'],
  },
  'Ollama: thinking': {
    api: 'openai-chat',
    params: { reasoningEffort: 'low' },
    field: 'reasoning_effort',
    refusal: refuse('"llama3.1:8b" does not support thinking', null, null),
    adapted: ['without reasoningEffort'],
  },
  'Mistral: seed': {
    api: 'openai-chat',
    params: { seed: 1, temperature: 0.5 },
    field: 'seed',
    refusal: refuseWith(
      {
        object: 'error',
        message: { detail: [{ type: 'extra_forbidden', loc: ['body', 'seed'], msg: 'Extra inputs are not permitted' }] },
      },
      422,
    ),
    adapted: ['without seed'],
  },
  'Cerebras: a property': {
    api: 'openai-chat',
    params: { topP: 0.5 },
    field: 'top_p',
    refusal: refuseWith({
      message: "body.top_p: property 'body.top_p' is unsupported",
      type: 'invalid_request_error',
      param: 'validation_error',
      code: 'wrong_api_format',
    }),
    adapted: ['without topP'],
  },
  'Anthropic: temperature': {
    api: 'anthropic',
    params: { temperature: 0.5 },
    field: 'temperature',
    refusal: anthropic('`temperature` is deprecated for this model.'),
    adapted: ['without temperature'],
  },
  'Anthropic: one of two': {
    api: 'anthropic',
    params: { temperature: 0.5, topP: 0.9 },
    field: 'top_p',
    refusal: anthropic('`temperature` and `top_p` cannot both be specified for this model. Please use only one.'),
    adapted: ['without topP'],
  },
  'Anthropic: effort': {
    api: 'anthropic',
    params: { reasoningEffort: 'low' },
    field: 'effort',
    refusal: anthropic('This model does not support the effort parameter.'),
    adapted: ['without reasoningEffort'],
  },
  'Anthropic: thinking within a budget': {
    api: 'anthropic',
    model: 'claude-sonnet-4-5',
    params: { reasoningEffort: 'low' },
    field: 'budget_tokens',
    refusal: anthropic(
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
    ),
    adapted: ['without reasoningEffort'],
  },
  'Gemini: level': {
    api: 'gemini',
    params: { reasoningEffort: 'medium' },
    field: 'thinkingConfig',
    refusal: gemini('Thinking level is not supported for this model.'),
    adapted: ['without reasoningEffort'],
  },
  'Gemini: this level': {
    api: 'gemini',
    params: { reasoningEffort: 'medium' },
    field: 'thinkingConfig',
    refusal: gemini('Unable to submit request because thinking_level MEDIUM is not supported by this model.'),
    adapted: ['without reasoningEffort'],
  },
  'Gemini: no thinking': {
    api: 'gemini',
    model: 'gemini-2.0-flash',
    params: { reasoningEffort: 'high' },
    field: 'thinkingConfig',
    refusal: gemini('Thinking is not enabled for models/gemini-2.0-flash'),
    adapted: ['without reasoningEffort'],
  },
};

for (const [name, { api, model = 'test-model', params, field, refusal, adapted }] of Object.entries(lessons)) {
  test(`a refused parameter is left out and recorded, once for a model: ${name}`, async (context) => {
    const { call, server } = await wire(context, without(field, refusal));
    for (let index = 0; index < 3; index++) {
      const result = await call(api, { request: { model, params } });
      assert.equal(result.error, null);
      assert.deepEqual([result.text, result.adapted], ['fine', adapted]);
    }
    assert.equal(server.requests.length, adapted.length + 3);
  });
}

test('the least effort gives way to the next, and that to none', async (context) => {
  const unsupported = refuse("Unsupported value: 'reasoning.effort'", 'unsupported_value', 'reasoning.effort');
  const request = { params: { reasoningEffort: 'minimal' } } as const;
  const low = await wire(context, ({ body }) => (JSON.stringify(body).includes('"minimal"') ? unsupported : { reply }));
  assert.deepEqual((await low.call('openai-responses', { request })).adapted, ['reasoningEffort low']);
  assert.deepEqual((await low.call('openai-responses', { request })).adapted, ['reasoningEffort low']);
  assert.deepEqual(
    low.server.requests.map(({ body }) => body['reasoning']),
    [{ effort: 'minimal' }, { effort: 'low' }, { effort: 'low' }],
  );
  const none = await wire(context, without('reasoning', unsupported));
  assert.deepEqual((await none.call('openai-responses', { request })).adapted, ['without reasoningEffort']);
  assert.equal(none.server.requests.length, 3);
});

const all: ModelParams = { maxOutputTokens: 9, temperature: 0, topP: 0.5, seed: 1, stop: ['x'], reasoningEffort: 'minimal' };
const wireNames = ['stream_options', 'max_tokens', 'temperature', 'top_p', 'seed', 'stop', 'reasoning_effort'];

test('a server that refuses all that can be refused is asked once for each, and the marks are those of the last', async (context) => {
  const { call, server } = await wire(context, ({ body, api }) => {
    const name = wireNames.find((field) => field in body);
    if (name !== undefined) return refuse(`Unknown parameter: '${name}'.`, 'unknown_parameter', name);
    return api === 'openai-chat' ? refuse('This model is only supported in v1/responses.', null, 'model', 404) : { reply };
  });
  const result = await call('openai-chat', { request: { params: all } });
  assert.equal(result.status, 'ok');
  assert.deepEqual(result.adapted, [
    'over the Responses API',
    'without temperature',
    'without topP',
    'without seed',
    'without stop',
    'without reasoningEffort',
  ]);
  assert.equal(result.api, 'openai-responses');
  // Each name once, the least effort twice, the other name of the limit, the move, and the one that was answered.
  assert.equal(server.requests.length, wireNames.length + 1 + 1 + 1);
  assert.equal((await call('openai-chat', { request: { params: all } })).text, 'fine');
  assert.equal(server.requests.length, wireNames.length + 4);
  assert.ok(result.sentAt !== null && result.headersAt !== null && result.sentAt <= result.headersAt);
  assert.equal(result.chunks.length, framesOf('openai-responses', reply).length);
});

test('a server that refuses whatever it is asked is not asked for ever', async (context) => {
  const { call, server } = await wire(context, () =>
    refuse(`Unsupported parameters: ${wireNames.join(', ')}, max_completion_tokens`, 'unsupported_parameter', null),
  );
  const result = await call('openai-chat', { request: { params: all } });
  assert.equal(result.error?.kind, 'unsupported-parameter');
  assert.equal(server.requests.length, wireNames.length + 2);
});

const notNegotiable: Readonly<Record<string, Script>> = {
  'a temperature out of range (OpenAI)': refuse(
    "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
    'decimal_above_max_value',
    'temperature',
  ),
  'a temperature out of range (Anthropic)': anthropic('temperature: range: 0..1'),
  'a temperature out of range (FastAPI)': refuseWith(
    {
      detail: [
        {
          type: 'less_than_equal',
          loc: ['body', 'temperature'],
          msg: 'Input should be less than or equal to 1.5',
          input: { stream_options: {} },
        },
      ],
    },
    422,
  ),
  'a limit that is too high': refuse('max_tokens is too large: 9000000', 'invalid_value', 'max_tokens'),
  'a role that the model has not': refuse(
    "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
    'unsupported_value',
    'messages[0].role',
  ),
  'a prompt that is too long': anthropic('prompt is too long: 210000 tokens > 200000 maximum'),
  'no credit': refuse('Unsupported: temperature', 'insufficient_quota', 'temperature', 429),
};

for (const [name, refusal] of Object.entries(notNegotiable)) {
  test(`what is the user's to mend is left to the user: ${name}`, async (context) => {
    const { call, server } = await wire(context, refusal);
    const result = await call('openai-chat', { request: { params: { temperature: 3, maxOutputTokens: 9_000_000 } } });
    assert.equal(result.status, 'error');
    assert.deepEqual(result.adapted, []);
    assert.equal(server.requests.length, 1);
  });
}

test('a parameter that is refused beside another one is asked for where it stands alone', async (context) => {
  const both = refuse('temperature is not supported when reasoning_effort is set', 'unsupported_parameter', 'temperature');
  const { call } = await wire(context, ({ body }) => ('temperature' in body && 'reasoning_effort' in body ? both : { reply }));
  const thinking = await call('openai-chat', { request: { params: { temperature: 0, reasoningEffort: 'high' } } });
  const plain = await call('openai-chat', { request: { params: { temperature: 0 } } });
  assert.deepEqual([thinking.adapted, plain.adapted], [['without temperature'], []]);
});

test('what one model refuses is asked of another', async (context) => {
  const { call, server } = await wire(context, ({ body }) =>
    body['model'] === 'strict' && 'seed' in body ? refuse('Unknown parameter', 'unknown_parameter', 'seed') : { reply },
  );
  assert.deepEqual((await call('openai-chat', { request: { model: 'strict', params: { seed: 1 } } })).adapted, ['without seed']);
  assert.deepEqual((await call('openai-chat', { request: { model: 'lenient', params: { seed: 1 } } })).adapted, []);
  assert.equal(server.requests.at(-1)?.body['seed'], 1);
});

test('a model that asks for the Responses API is called there, and from then on at once', async (context) => {
  const { call, server } = await wire(context, ({ api }: SeenRequest) =>
    api === 'openai-chat'
      ? refuse('This model is only supported in v1/responses and not in v1/chat/completions.', null, 'model', 404)
      : { reply },
  );
  for (let index = 0; index < 2; index++) {
    const result = await call('openai-chat', { request: { params: { seed: 1 } } });
    assert.deepEqual([result.text, result.api], ['fine', 'openai-responses']);
    assert.deepEqual(result.adapted, ['over the Responses API', 'without seed']);
  }
  assert.deepEqual(
    server.requests.map(({ api }) => api),
    ['openai-chat', 'openai-responses', 'openai-responses'],
  );
});

test('a server that sends back from the Responses API is not asked in a circle', async (context) => {
  const { call, server } = await wire(context, refuse('Use the Responses API.', null, null));
  assert.equal((await call('openai-chat')).error?.kind, 'needs-responses-api');
  assert.equal(server.requests.length, 2);
});

test('calls that were under way while another learnt are tried once more each', async (context) => {
  const { call, server } = await wire(
    context,
    without('seed', refuse("Unknown parameter: 'seed'.", 'unknown_parameter', 'seed')),
  );
  const request = { params: { seed: 1 } };
  const results = await Promise.all(Array.from({ length: 8 }, () => call('openai-chat', { request })));
  for (const { text, adapted } of results) assert.deepEqual([text, adapted], ['fine', ['without seed']]);
  assert.ok(server.requests.length <= 16, `${server.requests.length} requests`);
  await call('openai-chat', { request });
  assert.equal('seed' in (server.requests.at(-1)?.body ?? {}), false);
});

test('another wire of the same server starts afresh', async (context) => {
  const { call, server } = await wire(context, ({ api }) =>
    api === 'openai-chat' ? refuse('This model is only supported in v1/responses.', null, 'model', 404) : { reply },
  );
  const { origin } = server;
  assert.equal((await call('openai-chat', { endpoint: { baseUrl: origin } })).api, 'openai-responses');
  assert.equal((await call('anthropic', { endpoint: { baseUrl: origin } })).api, 'anthropic');
});

test('a refusal is final when the call was ended meanwhile', async (context) => {
  const controller = new AbortController();
  const { call, server } = await wire(context, () => {
    controller.abort();
    return refuse("Unknown parameter: 'seed'.", 'unknown_parameter', 'seed');
  });
  const result = await call('openai-chat', { request: { params: { seed: 1 } }, signal: controller.signal });
  assert.equal(result.status, 'cancelled');
  assert.equal(server.requests.length, 1);
});
