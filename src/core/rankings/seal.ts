import { crc32 } from 'node:zlib';

/** Values on disk: with a version and a checksum, so that what is damaged or of a later version shows. */

export type Unsealed =
  | { readonly state: 'ok'; readonly value: unknown }
  | { readonly state: 'damaged' }
  | { readonly state: 'newer' };

const version = 1;
const head = /^\{"v":(\d+),"crc":"([0-9a-f]{8})","value":/;

/** One line of JSON, without its line feed. */
export function seal(value: unknown): string {
  const json = JSON.stringify(value);
  return `{"v":${version},"crc":"${checksum(json)}","value":${json}}`;
}

export function unseal(text: string): Unsealed {
  const match = head.exec(text);
  if (match === null || !text.endsWith('}')) return { state: 'damaged' };
  const json = text.slice(match[0].length, -1);
  if (checksum(json) !== match[2]) return { state: 'damaged' };
  return Number(match[1]) > version ? { state: 'newer' } : { state: 'ok', value: JSON.parse(json) as unknown };
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}
