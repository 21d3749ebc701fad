import { isLoopback } from '../../shared/base/loopback.ts';
import type { ErrorKind } from '../../shared/model/errors.ts';
import { entryOf } from '../json.ts';

export interface AdviceSubject {
  readonly provider: string;
  readonly model: string;
  readonly origin: string;
  readonly param: string | null;
  /** Nothing was sent that says who calls. */
  readonly keyless: boolean;
  /** The server's code and words. */
  readonly said: string;
}

/** What the user can do about a failed call: plain sentences that name the thing. */
export function adviceFor(kind: ErrorKind, subject: AdviceSubject): string {
  const fitting = (hints[kind] ?? []).find(({ when }) => when(subject));
  return (fitting?.advice ?? advice[kind])(subject);
}

type Advice = (subject: AdviceSubject) => string;

const advice: Readonly<Record<ErrorKind, Advice>> = {
  authentication: ({ provider, origin }) => `The API key for ${provider} was not accepted by ${origin}. Set a valid key for it.`,
  permission: ({ provider, model }) =>
    `This key may not use ${model}. Check the key's rights and the region in your ${provider} account.`,
  'rate-limit': ({ provider }) => `${provider} limits the calls of this key. Lower the concurrency, or wait and run again.`,
  quota: ({ provider }) =>
    `The quota or credit of your ${provider} account is used up. Check its billing page, or wait until the quota is renewed.`,
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
  'token-count-mismatch': () =>
    'Ask for a much longer text in the prompt, so that the limit ends the answer; or leave this model out of fixed-length speed tests.',
  other: () => 'Look at the message; the log has more.',
};

interface Hint {
  readonly when: (subject: AdviceSubject) => boolean;
  readonly advice: Advice;
}

const said =
  (words: RegExp) =>
  (subject: AdviceSubject): boolean =>
    words.test(subject.said);

/** Better advice where it is known who is asked: the first that fits. */
const hints: Readonly<Partial<Record<ErrorKind, readonly Hint[]>>> = {
  authentication: [
    {
      when: ({ keyless }) => keyless,
      advice: ({ provider, origin }) =>
        `No key was sent, and ${origin} wants one: set one for ${provider} (on the command line, in the variable of its "keyEnv").`,
    },
    {
      when: said(/expiredtoken|security token|unrecognizedclient|invalidsignature/i),
      advice: () => 'The AWS credentials of this machine are missing, wrong or expired. Sign in to AWS again.',
    },
    {
      when: said(/oauth 2 access token/i),
      advice: () =>
        'Google did not accept the token of this machine. Run "gcloud auth application-default login", then run again.',
    },
    {
      when: ({ provider }) => provider === 'azure',
      advice: ({ origin }) => `Check that the key belongs to the Azure resource of ${origin}, and set it again.`,
    },
  ],
  permission: [
    {
      when: said(/model_terms_required/i),
      advice: ({ provider, model }) => `Accept the terms of ${model} in your ${provider} console, then run again.`,
    },
    {
      when: said(/accessdeniedexception|access to the model/i),
      advice: ({ model }) =>
        `Ask for access to ${model} in the Bedrock console of this region, and check that the role may invoke it.`,
    },
    {
      when: said(/permission '?aiplatform\./i),
      advice: () => 'Give this account the role "Vertex AI User" (roles/aiplatform.user) in the Google Cloud project.',
    },
    {
      when: said(/has not been used in project|is disabled/i),
      advice: () => 'Enable the API for this project in the Google Cloud console, and wait a few minutes.',
    },
  ],
  'rate-limit': [
    {
      when: said(/request too large for/i),
      advice: ({ provider }) =>
        `One request is larger than what ${provider} allows this key in a minute. Shorten the prompt, lower maxOutputTokens, or ask for a higher limit.`,
    },
  ],
  'model-not-found': [
    {
      when: ({ provider, said }) => provider === 'ollama' || said.includes('try pulling it'),
      advice: ({ model }) => `Run "ollama pull ${model}", or choose a model that "ollama list" shows.`,
    },
    {
      when: ({ provider, said }) => provider === 'lmstudio' || said.includes('lms load'),
      advice: ({ model }) => `Load ${model} in LM Studio (or run "lms load ${model}"), or choose a model that "lms ls" shows.`,
    },
    {
      when: ({ provider }) => provider === 'llamacpp' || provider === 'vllm',
      advice: ({ model, origin }) => `This server does not serve "${model}": ${origin}/v1/models lists what it does.`,
    },
    {
      when: ({ provider, said }) => provider === 'azure' || said.includes('DeploymentNotFound'),
      advice: ({ model, origin }) =>
        `On Azure a model is named by its deployment: check that "${model}" is one at ${origin}. A new one takes some minutes.`,
    },
    {
      when: said(/on-demand throughput/i),
      advice: ({ model, origin }) =>
        `Bedrock serves this model by an inference profile only: put its geography before the name, as in "${geographyOf(origin)}.${model}".`,
    },
    {
      when: said(/model identifier is invalid/i),
      advice: ({ model }) =>
        `Check the id "${model}" in the Bedrock console of this region: newer models need a prefix such as "us." or "eu.".`,
    },
    {
      when: said(/publisher model/i),
      advice: ({ model }) =>
        `Enable ${model} in the Model Garden of Vertex AI for this project, and check that this location serves it.`,
    },
    {
      when: said(/non-serverless|dedicated endpoint/i),
      advice: ({ model, provider }) =>
        `${provider} serves ${model} on a dedicated endpoint only: start one, or choose a serverless model.`,
    },
    {
      when: said(/supported by any provider/i),
      advice: ({ model }) =>
        `None of the inference providers that your Hugging Face settings enable serves ${model}. Enable one that does, or choose another model.`,
    },
  ],
  overloaded: [
    {
      when: said(/loading model|currently loading|modelnotready/i),
      advice: ({ model }) => `The server is still loading ${model}. Run again when it is ready; a warm-up call helps.`,
    },
  ],
  server: [
    {
      when: said(/requires more system memory/i),
      advice: ({ model }) =>
        `${model} is too large for the memory of this machine. Close other programs, or choose a smaller model.`,
    },
  ],
  network: [
    {
      when: ({ origin, said }) => said.includes('ECONNREFUSED') && isLoopback(URL.parse(origin)?.hostname ?? ''),
      advice: ({ provider, origin }) =>
        `Nothing listens at ${origin}: start ${entryOf(serverNames, provider) ?? 'the server'} there.`,
    },
  ],
};

const serverNames: Readonly<Record<string, string>> = {
  ollama: 'Ollama ("ollama serve")',
  lmstudio: 'the server of LM Studio ("lms server start")',
  llamacpp: 'llama-server',
  vllm: 'vLLM ("vllm serve")',
};

/** Of a region of AWS, as inference profiles are named for it. */
function geographyOf(origin: string): string {
  const area = /\.(eu|ap|us-gov)-/.exec(origin)?.[1];
  return area === 'ap' ? 'apac' : (area ?? 'us');
}
