import type { ErrorKind } from '../../shared/model/errors.ts';

export interface AdviceSubject {
  readonly provider: string;
  readonly model: string;
  readonly origin: string;
  readonly param: string | null;
}

/** What the user can do about a failed call: plain sentences that name the thing. */
export function adviceFor(kind: ErrorKind, subject: AdviceSubject): string {
  return advice[kind](subject);
}

const advice: Readonly<Record<ErrorKind, (subject: AdviceSubject) => string>> = {
  authentication: ({ provider, origin }) => `The API key for ${provider} was not accepted by ${origin}. Set a valid key for it.`,
  permission: ({ provider, model }) =>
    `This key may not use ${model}. Check the key's rights and the region in your ${provider} account.`,
  'rate-limit': ({ provider }) => `${provider} limits the calls of this key. Lower the concurrency, or wait and run again.`,
  quota: ({ provider }) => `The quota or credit of your ${provider} account is used up. Check its billing page.`,
  'model-not-found': ({ provider, model, origin }) =>
    `Check the model name "${model}": ${provider} does not know it, or this key has no access to it. For a server of your own, check the base URL ${origin} too.`,
  'unsupported-parameter': ({ model, param }) =>
    param === null
      ? `Remove the parameter that ${model} refuses from the suite's params.`
      : `${model} does not take "${param}". Remove it from the suite's params for this model.`,
  'needs-responses-api': ({ model }) =>
    `${model} is served by the Responses API only. Set "api: openai-responses" for its endpoint.`,
  'bad-request': ({ model }) =>
    `The server did not accept the request. Check the model name "${model}" and the params of the suite.`,
  'context-length': ({ model }) => `The prompt is too long for ${model}. Shorten it, or choose a model with a larger context.`,
  'content-filter': () =>
    "The provider's content filter refused the prompt or the answer. Reword the case, or leave it out for this model.",
  timeout: () => 'The call took longer than the suite allows. Raise "timeouts" in the suite, or lower the concurrency.',
  stall: () => 'The server stopped sending in the middle of its answer. Run again, or raise "timeouts.idleMs" in the suite.',
  network: ({ origin }) => `Check the network connection, and that ${origin} is up and the base URL is right.`,
  server: ({ provider }) => `${provider} had an error of its own. Try again later.`,
  overloaded: ({ provider }) => `${provider} is overloaded. Try again later, or lower the concurrency.`,
  'malformed-response': ({ origin }) => `Check that ${origin} speaks the wire format that "api" names for this endpoint.`,
  'token-count-mismatch': () => 'The answer is not as long as was asked for. Leave this model out of fixed-length speed tests.',
  other: () => 'Look at the message; the log has more.',
};
