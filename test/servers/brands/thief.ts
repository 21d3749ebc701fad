import { createServer } from 'node:net';
import { listen } from '../listen.ts';

export interface Thief {
  readonly port: number;
  readonly origin: string;
  /** Every byte that anyone has sent it. */
  taken(): Buffer;
  /** How many have called. */
  visits(): number;
  close(): Promise<void>;
}

/** Listens, keeps all that it gets, and answers politely, so that whoever came tells all. */
export async function startThief(): Promise<Thief> {
  const taken: Buffer[] = [];
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      taken.push(bytes);
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"data":[]}');
    });
  });
  const { origin, port, close } = await listen(server);
  return {
    port,
    origin,
    taken: () => Buffer.concat(taken),
    visits: () => visits,
    close,
  };
}

/** The forms that a key may travel in. */
export function formsOf(secret: string): readonly (string | Buffer)[] {
  const bytes = Buffer.from(secret);
  // Within a longer text that is encoded as a whole, as in `user:key`: from each of the three places that a byte may stand at.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('base64url'),
    Buffer.from(secret, 'utf16le'),
    Buffer.from(secret).reverse().toString(),
    ...base64,
  ];
}
