import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Proxy {
  readonly origin: string;
  /** `CONNECT host:port`, or method and address of a request that it could read. */
  readonly requests: readonly string[];
  /** Everything that clients sent to it or through it, as bytes. */
  seen(): string;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** All names lead to this port of this machine. */
  readonly targetPort: number;
  /** How long a tunnel takes to be made, ms. */
  readonly delayMs?: number;
  /** Refuses every tunnel with this status. */
  readonly refuse?: number;
}

/** A proxy on loopback that keeps what it could have read. */
export async function startProxy({ targetPort, delayMs = 0, refuse }: ProxyOptions): Promise<Proxy> {
  const requests: string[] = [];
  const bytes: Buffer[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  };
  const server = createServer((incoming, response) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    bytes.push(Buffer.from(JSON.stringify(incoming.headers)));
    const { pathname } = new URL(incoming.url ?? '');
    const onward = { port: targetPort, host: '127.0.0.1', path: pathname, method: incoming.method, headers: incoming.headers };
    incoming.pipe(
      httpRequest({ ...onward, agent: false }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  const tunnel = async (path: string, client: Socket): Promise<void> => {
    requests.push(`CONNECT ${path}`);
    if (refuse !== undefined) return void client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
    await sleep(delayMs);
    const target = connect(targetPort, '127.0.0.1');
    keep(target);
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    client.on('data', (chunk: Buffer) => bytes.push(chunk));
    client.pipe(target).pipe(client);
    client.once('close', () => target.destroy());
    target.once('close', () => client.destroy());
  };
  server.on('connection', keep);
  server.on('connect', (incoming, client: Socket) => void tunnel(incoming.url ?? '', client));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    seen: () => Buffer.concat(bytes).toString('latin1'),
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
