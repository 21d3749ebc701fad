import type { EndpointSpec } from '../../shared/model/suite.ts';

const keyName = /auth|key|token|secret|cookie|password/i;
const keyValue = /^\s*(?:bearer|basic)\s/i;

/** Where a header looks as if it carried a key, or `null`. */
export function keyInHeader(name: string, value: string): 'name' | 'value' | null {
  if (keyName.test(name)) return 'name';
  return keyValue.test(value) ? 'value' : null;
}

/** `https://user:word@…` */
export function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

/** Whether an endpoint brings a key along, for suites that do not come from a checked file. */
export function carriesKey({ baseUrl, headers = {} }: EndpointSpec): boolean {
  const url = URL.parse(baseUrl);
  if (url !== null && hasCredentials(url)) return true;
  return Object.entries(headers).some(([name, value]) => keyInHeader(name, value) !== null);
}
