import { crc32 } from 'node:zlib';

/**
 * A message of AWS's binary event stream: lengths and checksums big-endian, headers as strings (type 7), and such of other
 * types that are encoded already.
 */
export function encodeMessage(
  headers: Readonly<Record<string, string>>,
  payload: string,
  otherHeaders: Buffer = Buffer.alloc(0),
): Buffer {
  const head = Buffer.concat([...Object.entries(headers).map(([name, value]) => encodeHeader(name, value)), otherHeaders]);
  const body = Buffer.from(payload);
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(16 + head.length + body.length, 0);
  prelude.writeUInt32BE(head.length, 4);
  const unsealed = Buffer.concat([prelude, checksum(prelude), head, body]);
  return Buffer.concat([unsealed, checksum(unsealed)]);
}

function encodeHeader(name: string, value: string): Buffer {
  const [nameBytes, valueBytes] = [Buffer.from(name), Buffer.from(value)];
  const length = Buffer.alloc(2);
  length.writeUInt16BE(valueBytes.length);
  return Buffer.concat([Buffer.of(nameBytes.length), nameBytes, Buffer.of(7), length, valueBytes]);
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}

/** An event as Bedrock sends it. */
export function encodeEvent(type: string, payload: object): Buffer {
  const headers = { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' };
  return encodeMessage(headers, JSON.stringify(payload));
}

/** An error within the stream that the API's model knows. */
export function encodeException(type: string, message: string): Buffer {
  const headers = { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' };
  return encodeMessage(headers, JSON.stringify({ message }));
}

/** One that it does not know. */
export function encodeError(code: string, message: string): Buffer {
  return encodeMessage({ ':message-type': 'error', ':error-code': code, ':error-message': message }, '');
}
