import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The credential scope of a request whose AWS signature (version 4) is right: `<date>/<region>/<service>`; else `null`. */
export function verifiedScope(request: SignedRequest, secretAccessKey: string): string | null {
  const { authorization = '', 'x-amz-date': date } = request.headers;
  const parts = /^AWS4-HMAC-SHA256 Credential=[^/]+\/(.+)\/aws4_request, SignedHeaders=(.+), Signature=(\w+)$/.exec(
    authorization,
  );
  const [, scope = '', names = '', signature] = parts ?? [];
  const text = ['AWS4-HMAC-SHA256', date, `${scope}/aws4_request`, hash(canonical(request, names))].join('\n');
  const key = [...scope.split('/'), 'aws4_request'].reduce<Buffer | string>(hmac, `AWS4${secretAccessKey}`);
  return parts !== null && hmac(key, text).toString('hex') === signature ? scope : null;
}

/** The path is encoded once more than it was sent, as for every service but S3. */
function canonical({ method, path, headers, body }: SignedRequest, names: string): string {
  const [plain = '', query = ''] = path.split('?');
  const uri = plain.split('/').map(encodeURIComponent).join('/');
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  return [method, uri, query, lines.join(''), names, hash(body)].join('\n');
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
