import type { WireKind } from '../../shared/model/suite.ts';

/** Families of OpenAI that are served by the Responses API alone. */
export const responsesOnly = /deep-research|-pro\b|codex/;

/**
 * OpenAI's reasoning families go to the Responses API, some are served nowhere else; the list of ids is open.
 * A model that this rule leaves at Chat Completions wrongly is moved over by the caller when the server says so.
 */
export function openaiApi(model: string): WireKind {
  const id = model.replace(/^ft:/, '');
  const generation = Number(/^gpt-(\d+)/.exec(id)?.[1] ?? 0);
  if (/^o\d/.test(id) || responsesOnly.test(id)) return 'openai-responses';
  return generation >= 5 && !id.includes('-chat') ? 'openai-responses' : 'openai-chat';
}
