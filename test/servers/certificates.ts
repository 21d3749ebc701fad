import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** PEM, as `tls` takes them. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  /** A certificate for one host, signed by this authority; valid until then (default: in a day). */
  issue(host: string, until?: Date): Certificate;
}

/** An authority that nobody knows, made anew. X.509 (RFC 5280) written by hand: no library and no key file is needed. */
export function createAuthority(name: string): Authority {
  const { publicKey, privateKey } = newKey();
  const isAuthority = extension('2.5.29.19', true, sequence(boolean(true)));
  const cert = certificate({
    issuer: name,
    subject: name,
    publicKey,
    signWith: privateKey,
    extra: isAuthority,
    until: tomorrow(),
  });
  return {
    ...cert,
    key: pemOf(privateKey),
    issue: (host, until = tomorrow()) => {
      const own = newKey();
      const forHost = extension('2.5.29.17', false, sequence(tagged(0x82, Buffer.from(host))));
      const signed = { issuer: name, subject: host, publicKey: own.publicKey, signWith: privateKey };
      return { ...certificate({ ...signed, extra: forHost, until }), key: pemOf(own.privateKey) };
    },
  };
}

interface Contents {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly signWith: KeyObject;
  readonly extra: Buffer;
  readonly until: Date;
}

let serial = 1;

function certificate({ issuer, subject, publicKey, signWith, extra, until }: Contents): { readonly cert: string } {
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2')); // ecdsa-with-SHA256
  const body = sequence(
    tagged(0xa0, integer(2)), // version 3
    integer(serial++),
    algorithm,
    nameOf(issuer),
    sequence(time(new Date(until.getTime() - 2 * dayMs)), time(until)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(extra)),
  );
  const der = sequence(body, algorithm, bits(sign('sha256', body, signWith)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return { cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n') };
}

const dayMs = 24 * 60 * 60 * 1000;

function tomorrow(): Date {
  return new Date(Date.now() + dayMs);
}

function newKey(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

// DER (X.690): a tag, a length, the value.

function tagged(tag: number, ...values: readonly Buffer[]): Buffer {
  const value = Buffer.concat(values);
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

function sequence(...values: readonly Buffer[]): Buffer {
  return tagged(0x30, ...values);
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]));
}

function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.from([value ? 0xff : 0]));
}

function bits(value: Buffer): Buffer {
  return tagged(0x03, Buffer.from([0]), value);
}

function time(at: Date): Buffer {
  return tagged(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
}

function nameOf(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId('2.5.4.3'), tagged(0x0c, Buffer.from(commonName)))));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectId(id), ...(critical ? [boolean(true)] : []), tagged(0x04, value));
}

/** Two numbers in the first byte, then seven bits a byte, all but the last with the high bit. */
function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((part) => {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tagged(0x06, Buffer.from([40 * first + second, ...bytes]));
}
