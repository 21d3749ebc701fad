import type { WireKind } from './model/suite.ts';

/** How people call the ways to reach a model. */
export const wireTitles: Readonly<Record<WireKind, string>> = {
  'openai-chat': 'Chat Completions',
  'openai-responses': 'Responses API',
  anthropic: 'Messages API',
  gemini: 'Gemini API',
  'vertex-anthropic': 'Messages API on Vertex AI',
  'bedrock-converse': 'Bedrock Converse',
  'vscode-lm': 'the editor’s model API',
};
