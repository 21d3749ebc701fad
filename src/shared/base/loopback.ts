/**
 * Whether a URL's hostname means this machine. Decides what needs consent and a key, so there is one answer for all.
 * A name that merely resolves to this machine does not count: whoever owns the name can move it.
 */
export function isLoopback(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost|\[::1\]|127(?:\.\d{1,3}){3})$/.test(hostname);
}
