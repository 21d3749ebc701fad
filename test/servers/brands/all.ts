import { anthropicServers } from './anthropic.ts';
import { azureServers } from './azure.ts';
import { bedrockServers } from './bedrock.ts';
import { cerebrasServers } from './cerebras.ts';
import { cohereServers } from './cohere.ts';
import { deepinfraServers } from './deepinfra.ts';
import { deepseekServers } from './deepseek.ts';
import { fireworksServers } from './fireworks.ts';
import { googleServers } from './google.ts';
import { groqServers } from './groq.ts';
import { huggingfaceServers } from './huggingface.ts';
import { localServers } from './local.ts';
import { mistralServers } from './mistral.ts';
import { nvidiaServers } from './nvidia.ts';
import { openaiServers } from './openai.ts';
import { openrouterServers } from './openrouter.ts';
import type { BrandServer } from './spec.ts';
import { togetherServers } from './together.ts';
import { vertexServers } from './vertex.ts';
import { xaiServers } from './xai.ts';

/** Every way in which a brand is called. What is said here of one is tested of it, and stands in the README's table. */
export const brandServers: readonly BrandServer[] = [
  ...openaiServers,
  ...anthropicServers,
  ...googleServers,
  ...groqServers,
  ...togetherServers,
  ...openrouterServers,
  ...cerebrasServers,
  ...deepinfraServers,
  ...fireworksServers,
  ...mistralServers,
  ...xaiServers,
  ...deepseekServers,
  ...cohereServers,
  ...azureServers,
  ...bedrockServers,
  ...vertexServers,
  ...nvidiaServers,
  ...huggingfaceServers,
  ...localServers,
];
