import { listProviders } from '../modelLists.ts';
import { refusals } from '../refusals.ts';
import { heard, thinking } from './chat.ts';
import { asIn, misfortune, sse, type Asked, type BrandServer, type Refused, type Said, type Sent } from './spec.ts';

const key = 'AIzaSyA0123456789abcdefghijklmnopqrstuv';

/** Counts on every chunk, cumulative; thoughts are outside of the candidates' count. No role-only chunk, no `[DONE]`. */
function chunks({ reasoning, text }: Said): readonly Sent[] {
  const thoughts = text.length === 0 ? 12 : 5;
  const parts = [
    ...reasoning.map((part) => ({ kind: 'reasoning', part: { text: part, thought: true } }) as const),
    ...text.map((part) => ({ kind: 'text', part: { text: part } }) as const),
  ];
  return parts.map(({ kind, part }, index) => {
    const last = index === parts.length - 1;
    const answer = Math.max(0, index + 1 - reasoning.length);
    return sse(kind, {
      candidates: [
        {
          content: { parts: [part], role: 'model' },
          ...(last && { finishReason: text.length === 0 ? 'MAX_TOKENS' : 'STOP' }),
          index: 0,
        },
      ],
      usageMetadata: {
        promptTokenCount: 20,
        cachedContentTokenCount: 4,
        ...(answer > 0 && { candidatesTokenCount: last ? 7 : answer }),
        thoughtsTokenCount: thoughts,
        totalTokenCount: 20 + thoughts + (last && answer > 0 ? 7 : answer),
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: 20 }],
      },
      modelVersion: 'gemini-3.5-flash-lite',
      responseId: 'Zx8daYq',
    });
  });
}

const invalid = (message: string): Refused => ({
  status: 400,
  body: JSON.stringify({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }),
});

function refused({ body }: Asked): Refused | null {
  const known = ['contents', 'systemInstruction', 'generationConfig', 'safetySettings'];
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown !== undefined) return invalid(`Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`);
  const config = body['generationConfig'] as { thinkingConfig?: { thinkingBudget?: number } } | undefined;
  return config?.thinkingConfig?.thinkingBudget === undefined
    ? null
    : invalid('Thinking budget is not supported for this model.');
}

const gemini: BrandServer = {
  id: 'google',
  way: null,
  model: null,
  base: '',
  key,
  modelOf: ({ path }) => /^\/v1beta\/models\/([^/:]+):streamGenerateContent\?alt=sse$/.exec(path)?.[1] ?? null,
  authorized: ({ headers, path }) =>
    headers['x-goog-api-key'] === key && !path.includes('key=') && headers.authorization === undefined,
  refuses: refused,
  contentType: 'text/event-stream',
  requestIdHeader: 'x-goog-request-id',
  answers: chunks,
  params: thinking,
  wants: {
    contents: [{ role: 'user', parts: [{ text: 'Say hello.' }] }],
    generationConfig: {
      maxOutputTokens: 4096,
      temperature: 0.5,
      thinkingConfig: { thinkingLevel: 'low', includeThoughts: true },
    },
  },
  heard: heard({ model: 'gemini-3.5-flash-lite' }),
  misfortunes: {
    key: asIn(refusals, 'Gemini key'),
    model: misfortune(
      {
        error: {
          code: 404,
          message: 'models/no-such-model is not found for API version v1beta',
          status: 'NOT_FOUND',
          details: [],
        },
      },
      { status: 404, kind: 'model-not-found' },
    ),
    rate: asIn(refusals, 'Gemini rate'),
    down: asIn(refusals, 'Gemini overloaded'),
  },
  bill: { by: 'genai-prices', usd: (16 * 0.3 + 4 * 0.03 + 12 * 2.5) / 1e6, estimated: false },
  list: listProviders.google,
};

export const googleServers = [gemini];
