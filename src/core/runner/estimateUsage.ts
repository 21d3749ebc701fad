import type { CallResult, GenerateRequest } from '../providers/spec.ts';
import type { TokenCounter } from '../tokens/spec.ts';

/** An answer whose provider told no output tokens, and whose text is all there is to count. */
export function wantsEstimate({ status, usage, text, reasoning, api }: CallResult): boolean {
  if (status !== 'ok' || usage.outputTokens !== null || text + reasoning === '') return false;
  // Elsewhere a summary stands for the reasoning that is billed: its length says nothing.
  return reasoning === '' || api === 'openai-chat';
}

/** The result with counted tokens, marked as such; counts that the provider did tell stay. A tokenizer that fails leaves them unknown. */
export async function withEstimatedUsage(
  result: CallResult,
  { system, prompt }: GenerateRequest,
  tokens: TokenCounter,
): Promise<CallResult> {
  const input = system === null ? prompt : `${system}\n${prompt}`;
  const counted = await tokens.count({ input, output: result.text, reasoning: result.reasoning }).catch(() => null);
  if (counted === null) return result;
  const { usage } = result;
  return {
    ...result,
    usage: {
      ...usage,
      inputTokens: usage.inputTokens ?? counted.inputTokens,
      outputTokens: counted.outputTokens,
      reasoningTokens: usage.reasoningTokens ?? counted.reasoningTokens,
    },
    usageSource: 'estimated',
  };
}
