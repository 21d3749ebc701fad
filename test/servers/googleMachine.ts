import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';

export interface GoogleMachine {
  /** The form of each request for a token; the answers are `token-1`, `token-2`, … */
  readonly asked: readonly URLSearchParams[];
}

/**
 * Makes this process one that is signed in to Google: application default credentials of an external account, because
 * theirs are the only ones whose file says where tokens are to be had – at a server on loopback.
 */
export async function googleMachine(context: TestContext, expiresInS: number): Promise<GoogleMachine> {
  const { host, asked } = await tokenServer(context, expiresInS);
  const folder = await mkdtemp(join(tmpdir(), 'google-adc-'));
  context.after(() => rm(folder, { recursive: true }));
  const [subject, adc] = [join(folder, 'subject.txt'), join(folder, 'adc.json')] as const;
  await writeFile(subject, 'subject-token');
  const credentials = {
    type: 'external_account',
    audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `http://${host}/v1/token`,
    credential_source: { file: subject },
  };
  await writeFile(adc, JSON.stringify(credentials));
  setEnvironment(context, { GOOGLE_APPLICATION_CREDENTIALS: adc });
  return { asked };
}

/** Makes this process one that runs in Google's cloud, where a metadata server gives the machine's own account tokens. */
export async function googleCloudMachine(context: TestContext, expiresInS: number): Promise<GoogleMachine> {
  const { host, asked } = await tokenServer(context, expiresInS);
  // No file of a developer's own is found.
  setEnvironment(context, {
    GCE_METADATA_HOST: host,
    METADATA_SERVER_DETECTION: 'assume-present',
    CLOUDSDK_CONFIG: '/nowhere',
    HOME: '/nowhere',
  });
  return { asked };
}

async function tokenServer(context: TestContext, expiresInS: number): Promise<GoogleMachine & { readonly host: string }> {
  const asked: URLSearchParams[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    asked.push(new URLSearchParams(await text(request)));
    const issued_token_type = 'urn:ietf:params:oauth:token-type:access_token';
    const grant = { access_token: `token-${asked.length}`, issued_token_type, token_type: 'Bearer', expires_in: expiresInS };
    response.writeHead(200, { 'content-type': 'application/json', 'metadata-flavor': 'Google' }).end(JSON.stringify(grant));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, host: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function setEnvironment(context: TestContext, variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name];
    process.env[name] = value;
    context.after(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
}
