import type { ModelFault } from '../../shared/model/problem.ts';
import { checkMantleId, checkRuntimeId } from './bedrockIds.ts';
import type { Brand, Place, Route } from './brand.ts';
import { responsesOnly } from './openaiModels.ts';

const awsRegion: Place = {
  name: 'region',
  env: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
  preset: null,
  about: 'The AWS region whose models are called, such as us-east-1.',
};

/** Rows whose address differs from user to user, and the rules of their ids. */
export const cloudBrands: readonly Brand[] = [
  {
    id: 'azure',
    name: 'Azure OpenAI',
    server: {
      baseUrl: 'https://{resource}.openai.azure.com/openai/v1',
      places: [
        {
          name: 'resource',
          env: ['AZURE_RESOURCE_NAME'],
          preset: null,
          about: 'The name of your Azure OpenAI resource, the first part of its host name.',
        },
      ],
      addressEnv: 'AZURE_OPENAI_ENDPOINT',
      alsoAt: ['https://{resource}.cognitiveservices.azure.com', 'https://{resource}.services.ai.azure.com'],
      // A deployment has any name: only one that tells of a model without Chat Completions goes elsewhere.
      route: (deployment) => ({ api: responsesOnly.test(deployment) ? 'openai-responses' : 'openai-chat' }),
      keyEnv: 'AZURE_OPENAI_API_KEY',
      otherKeyEnvs: ['AZURE_API_KEY'],
      keyUrl: 'https://portal.azure.com/#view/Microsoft_Azure_ProjectOxford/CognitiveServicesHub/~/OpenAI',
      keyHeader: 'api-key',
      modelList: null,
    },
    docsUrl: 'https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle',
    defaultModel: 'gpt-5.4-mini',
    priceList: 'azure',
  },
  {
    id: 'bedrock',
    name: 'Amazon Bedrock',
    server: {
      baseUrl: 'https://bedrock-runtime.{region}.amazonaws.com',
      alsoAt: ['https://bedrock-runtime-fips.{region}.amazonaws.com'],
      places: [awsRegion],
      route: bedrockRoute,
      keyEnv: 'AWS_BEARER_TOKEN_BEDROCK',
      keyUrl: 'https://console.aws.amazon.com/bedrock/home#/api-keys',
      dialect: { reasoningTag: 'reasoning' },
      modelList: null,
      checkModel: (model, { region }) => checkRuntimeId(model, region ?? null),
    },
    docsUrl: 'https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html',
    defaultModel: 'openai.gpt-oss-120b-1:0',
    priceList: 'aws',
  },
  {
    id: 'bedrock-mantle',
    name: 'Amazon Bedrock (mantle)',
    server: {
      baseUrl: 'https://bedrock-mantle.{region}.api.aws',
      places: [awsRegion],
      route: (model) =>
        model.startsWith('anthropic.') ? { api: 'anthropic', path: '/anthropic' } : { api: 'openai-chat', path: '/v1' },
      keyEnv: 'AWS_BEARER_TOKEN_BEDROCK',
      keyUrl: 'https://console.aws.amazon.com/bedrock/home#/api-keys',
      modelList: { format: 'openai', url: 'v1/models' },
      checkModel: checkMantleId,
    },
    docsUrl: 'https://docs.aws.amazon.com/bedrock/latest/userguide/endpoints.html',
    defaultModel: 'openai.gpt-oss-120b',
    priceList: 'aws',
  },
  {
    id: 'vertex',
    name: 'Google Vertex AI',
    server: {
      baseUrl: 'https://{location}-aiplatform.googleapis.com/v1/projects/{project}/locations/{location}',
      places: [
        {
          name: 'project',
          env: ['GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT'],
          preset: null,
          about: 'The id of the Google Cloud project that is billed.',
        },
        {
          name: 'location',
          env: ['GOOGLE_CLOUD_LOCATION', 'CLOUD_ML_REGION'],
          preset: 'global',
          about: 'The Google Cloud location whose models are called, such as us-central1.',
          origins: {
            global: 'https://aiplatform.googleapis.com',
            us: 'https://aiplatform.us.rep.googleapis.com',
            eu: 'https://aiplatform.eu.rep.googleapis.com',
          },
        },
      ],
      route: (model) =>
        model.startsWith('claude-')
          ? { api: 'vertex-anthropic', credentials: 'google' }
          : { api: 'openai-chat', path: '/endpoints/openapi', credentials: 'google' },
      keyEnv: null,
      keyUrl: 'https://cloud.google.com/docs/authentication/provide-credentials-adc',
      modelList: null,
      checkModel: checkVertexId,
    },
    docsUrl: 'https://cloud.google.com/vertex-ai/generative-ai/docs/models',
    defaultModel: 'google/gemini-3.5-flash-lite',
    priceList: 'google',
  },
];

/** Makers whose models Bedrock serves by Converse, not by Chat Completions (AWS: "API compatibility by models"). */
const converseOnly = /^arn:|(?:^|\.)(?:ai21|amazon|anthropic|cohere|meta|writer)\./;

/** With a Bedrock key over the OpenAI-compatible endpoint where that serves the model; without one by IAM. */
function bedrockRoute(model: string): Route {
  const withoutKey: Route = { api: 'bedrock-converse', credentials: 'aws' };
  if (converseOnly.test(model)) return { api: 'bedrock-converse', withoutKey };
  return { api: 'openai-chat', path: '/openai/v1', withoutKey };
}

/** Over Vertex's OpenAI-compatible endpoint models are named with their maker; Claude has an endpoint of its own. */
function checkVertexId(model: string): ModelFault | null {
  const right = /^(?:gemini|gemma)-/.test(model) ? `google/${model}` : model.replace(/^anthropic\/(?=claude-)/, '');
  if (right === model) return null;
  return { severity: 'error', message: `Vertex AI has no model "${model}": name it "${right}".`, replacement: right };
}
