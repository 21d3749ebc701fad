const mark = '[redacted]';

/** Below this, a "key" is a word (`ollama`) that an answer may contain by right. */
const leastSecretInAnswer = 8;
const leastSecretInMessage = 4;

/** What keys look like, for those that are not ours: a proxy's own, or a masked echo of the one that was refused. */
const patterns: readonly RegExp[] = [
  /\b(Bearer|Basic)\s+[\w.~+/=*…-]{4,}/gi,
  /\b(?:sk|pk|rk|gsk|xai|ze|key|tok|hf|csk|fw|nvapi|tgp)[-_][\w*•.…-]{6,}/g,
  /\bAIza[\w*-]{8,}/g,
  /\bya29\.[\w*.-]{8,}/g,
  // A key that was masked but for its end. Looked for at the beginning of a row of marks alone: else a long row takes minutes.
  /(?<![*•])[*•]{4,}[\w-]{2,8}\b/g,
  // AWS: access key ids, Bedrock's API keys, and the parts of a signed request.
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g,
  /\bABSK[\w+/=]{16,}/g,
  /((?:x-amz-security-token|x-amz-signature|x-amz-credential|signature|credential)["']?\s*[:=]\s*["']?)[^\s"',;&}]{8,}/gi,
  // A JSON web token, or the beginning of one.
  /\beyJ[\w-]{8,}(?:\.[\w-]+){0,2}/g,
  /((?:x-api-key|x-goog-api-key|api-key|authorization)["']?\s*[:=]\s*["']?)[^\s"',;}]+/gi,
  /([?&](?:key|api_key|apikey|access_token|token)=)[^&\s"'<>]+/gi,
];

/** Every form in which a key may come back: plain, in a URL, in a JSON string, in base64. */
function formsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  return [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64])];
}

function removeSecrets(text: string, secrets: readonly string[], least: number): string {
  let result = text;
  for (const secret of secrets) {
    if (secret.length < least) continue;
    for (const form of formsOf(secret)) result = result.replaceAll(form, mark);
  }
  return result;
}

/** Takes the keys in use, and whatever looks like a key, out of a text that is shown, logged or stored. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let result = removeSecrets(text, secrets, leastSecretInMessage);
  for (const pattern of patterns) {
    result = result.replace(pattern, (_match, prefix: unknown) => redactedMatch(prefix));
  }
  return result;
}

function redactedMatch(prefix: unknown): string {
  if (typeof prefix !== 'string') return mark;
  return /^(?:bearer|basic)$/i.test(prefix) ? `${prefix} ${mark}` : prefix + mark;
}

/** Looked at of a text of which the beginning is wanted: a server may send megabytes where a sentence was due. */
const longestRead = 64 * 1024;
const longestBrief = 600;

/** The beginning of what a server said, redacted and on one line. */
export function redactBrief(text: string, secrets: readonly string[]): string {
  const flat = redact(wholeWords(text), secrets).replace(/\s+/g, ' ').trim();
  return flat.length > longestBrief ? `${flat.slice(0, longestBrief - 1)}…` : flat;
}

/** Cut between words: half a key would not be known as one. */
function wholeWords(text: string): string {
  if (text.length <= longestRead) return text;
  const read = text.slice(0, longestRead);
  const spaces = [' ', '\n', '\t'].map((space) => read.lastIndexOf(space));
  return read.slice(0, Math.max(...spaces) + 1);
}

/** Takes only the keys in use out of a model's answer: what merely looks like a key belongs to the answer. */
export function redactAnswer(text: string, secrets: readonly string[]): string {
  return removeSecrets(text, secrets, leastSecretInAnswer);
}
