import { createAnthropic } from './anthropic.ts';
import { baseUrlOf } from './sdk.ts';
import type { Adapter, CallContext } from './spec.ts';

/** Anthropic Messages as Vertex AI serves them: the model in the path, the version in the body, Google's token for a key. */
export function createVertexAnthropic(): Adapter {
  const messages = createAnthropic();
  return {
    api: 'vertex-anthropic',
    prepare: () => messages.prepare(),
    stream: (request, call) => messages.stream(request, { ...call, fetch: overVertex(request.model, call) }),
  };
}

/** The base URL is that of the project's location: `https://…/v1/projects/{project}/locations/{location}`. */
function overVertex(model: string, call: CallContext): typeof fetch {
  // An `@` stands before the date of a model's version.
  const name = encodeURIComponent(model).replaceAll('%40', '@');
  const url = `${baseUrlOf(call)}/publishers/anthropic/models/${name}:streamRawPredict`;
  return (_input, init) => {
    const headers = new Headers(init?.headers);
    headers.delete('anthropic-version');
    const { model: _inPath, ...message } = JSON.parse(typeof init?.body === 'string' ? init.body : '{}') as Record<
      string,
      unknown
    >;
    return call.fetch(url, { ...init, headers, body: JSON.stringify({ anthropic_version: 'vertex-2023-10-16', ...message }) });
  };
}
