import type { OpenAI } from 'openai';
import { baseUrlOf, sdkOptions } from './sdk.ts';
import type { CallContext } from './spec.ts';

export const openaiSdk = () => import('openai');

/** The client of both of OpenAI's wires, for one call. */
export async function openaiClient(call: CallContext): Promise<OpenAI> {
  const { OpenAI } = await openaiSdk();
  return new OpenAI({ ...sdkOptions, baseURL: baseUrlOf(call), fetch: call.fetch, organization: null, project: null });
}
