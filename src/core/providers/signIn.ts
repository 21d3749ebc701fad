import { awsRegionOf, createAwsIdentity, type AwsIdentitySource } from './awsIdentity.ts';
import { callError, subjectOf } from './errors.ts';
import { createGoogleToken, type GoogleTokenSource } from './googleToken.ts';
import { field, text } from '../json.ts';
import { ProviderError, type Endpoint } from './spec.ts';
import { unlessEnded } from './unlessEnded.ts';

/** What this machine is signed in with. */
export interface SignIns {
  readonly google: GoogleTokenSource;
  readonly aws: AwsIdentitySource;
}

export function createSignIns(): SignIns {
  return { google: createGoogleToken(), aws: createAwsIdentity() };
}

export interface SignedIn {
  readonly endpoint: Endpoint;
  /** Why there is nothing to call with; `null`: all is there. */
  readonly failure: ProviderError | null;
}

/**
 * The endpoint with what its calls are made with, where that is no key: a token of Google's, an identity of AWS's. Looked
 * up before a call is sent, so that it is in no measured time.
 */
export async function signedIn(endpoint: Endpoint, model: string, signIns: SignIns, signal: AbortSignal): Promise<SignedIn> {
  const { credentials } = endpoint;
  if (credentials !== 'google' && credentials !== 'aws') return { endpoint, failure: null };
  try {
    const identity =
      credentials === 'google'
        ? { apiKey: await unlessEnded(signIns.google(), signal) }
        : { aws: await unlessEnded(signIns.aws(awsRegionOf(endpoint.baseUrl)), signal) };
    return { endpoint: { ...endpoint, ...identity }, failure: null };
  } catch (error) {
    return { endpoint, failure: refused(endpoint, model, credentials, error) };
  }
}

const clouds = {
  google: { name: 'Google Cloud', advice: 'Run "gcloud auth application-default login", then run again.' },
  aws: {
    name: 'AWS',
    advice: 'Run "aws sso login", or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, then run again.',
  },
} as const;

/** The cloud could not be asked at all: another matter than being nobody there. */
const offline = /^(?:ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)/;

function refused(endpoint: Endpoint, model: string, cloud: keyof typeof clouds, error: unknown): ProviderError {
  const { name, advice } = clouds[cloud];
  const said = error instanceof Error ? error.message : String(error);
  const code = text(field(error, 'code')) ?? text(field(error, 'cause', 'code')) ?? '';
  const parts = offline.test(code)
    ? ({ kind: 'network', message: `Signing in to ${name} failed: ${said}`, advice: 'Check the network connection.' } as const)
    : ({ kind: 'authentication', message: `This machine is not signed in to ${name}: ${said}`, advice } as const);
  return new ProviderError(callError(subjectOf(endpoint, model), { ...parts, stage: 'prepare' }), { cause: error });
}
