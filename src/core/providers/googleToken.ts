import type { GoogleAuth } from 'google-auth-library';

/** An access token of Google Cloud. Rejects with whatever the library says where this machine is not signed in. */
export type GoogleTokenSource = () => Promise<string>;

/** Application default credentials: a file that the environment names, `gcloud`'s own, or the machine's account. */
export function createGoogleToken(): GoogleTokenSource {
  let auth: Promise<GoogleAuth> | null = null;
  return async () => {
    auth ??= createAuth();
    // The library keeps a token until five minutes before it expires, and asks once for all who wait for a new one.
    const token = await (await auth).getAccessToken();
    if (!token) throw new Error('no access token was given');
    return token;
  };
}

async function createAuth(): Promise<GoogleAuth> {
  // CommonJS: bundled, it has this one export.
  const { default: library } = await import('google-auth-library');
  return new library.GoogleAuth({
    scopes: 'https://www.googleapis.com/auth/cloud-platform',
    // Not looked at here, but looked for where it is not given: by running gcloud, and over the network.
    projectId: 'unused',
  });
}
