import type { FaultKind, WireFault } from './wire.ts';

const kinds: Readonly<Record<FaultKind, { readonly type: string; readonly code: string | null }>> = {
  'bad-request': { type: 'invalid_request_error', code: 'invalid_value' },
  'not-found': { type: 'invalid_request_error', code: 'model_not_found' },
  'too-large': { type: 'invalid_request_error', code: 'request_too_large' },
  'rate-limit': { type: 'requests', code: 'rate_limit_exceeded' },
  server: { type: 'server_error', code: null },
};

/** The error body that both OpenAI formats share. */
export function openaiFault(fault: WireFault): object {
  return { error: { message: fault.message, ...kinds[fault.kind], param: fault.param } };
}
