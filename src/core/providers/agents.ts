import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import * as tls from 'node:tls';
import { isLoopback } from '../../shared/base/loopback.ts';

/** Any of them makes Node's agents use a proxy; the small letters win. */
const proxyVariables = { 'http:': ['http_proxy', 'HTTP_PROXY'], 'https:': ['https_proxy', 'HTTPS_PROXY'] } as const;

type Scheme = keyof typeof proxyVariables;

/**
 * Keeps the sockets of all calls: straight to a server on this machine, elsewhere by the proxy that `HTTPS_PROXY`,
 * `HTTP_PROXY` and `NO_PROXY` name, if any. For https a proxy only passes on bytes that it cannot read.
 */
export class Agents {
  readonly #env: NodeJS.ProcessEnv;
  readonly #agents = new Map<string, HttpAgent>();

  constructor(env: NodeJS.ProcessEnv = process.env) {
    this.#env = env;
  }

  /** Throws where the environment names a proxy that cannot be one. */
  for(url: URL): HttpAgent {
    const scheme: Scheme = url.protocol === 'https:' ? 'https:' : 'http:';
    const direct = isLoopback(url.hostname);
    const key = `${scheme} ${direct}`;
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    const agent = this.#create(scheme, direct);
    this.#agents.set(key, agent);
    return agent;
  }

  dispose(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  #create(scheme: Scheme, direct: boolean): HttpAgent {
    const proxy = direct ? {} : this.#proxyFor(scheme);
    const options = { keepAlive: true, maxSockets: Infinity, ...proxy };
    return scheme === 'http:' ? new HttpAgent(options) : new TunnelAgent({ ...options, secureContext: trusted() });
  }

  #proxyFor(scheme: Scheme): { readonly proxyEnv?: NodeJS.ProcessEnv } {
    const variable = proxyVariables[scheme].find((name) => this.#env[name]);
    if (variable === undefined) return {};
    const address = URL.parse(this.#env[variable] ?? '');
    // The value is not repeated: it may hold a password.
    if (!/^https?:$/.test(address?.protocol ?? '')) {
      throw new Error(`${variable} is set, but not to the http or https address of a proxy`);
    }
    return { proxyEnv: this.#env };
  }
}

/** As long as a call may wait for its headers where nothing else is said. */
const tunnelMs = 60_000;

/**
 * Ends the tunnels that a proxy does not open. Node's own agent keeps them for ever: a call that is given up leaves its
 * connection behind, and the process cannot end.
 */
class TunnelAgent extends HttpsAgent {
  readonly #opening = new Set<Duplex>();

  override createConnection(...[options, done]: Parameters<HttpsAgent['createConnection']>): Duplex | null | undefined {
    const opened: typeof done = (error, socket) => {
      settle();
      done?.(error, socket);
    };
    const connection = super.createConnection(options, opened);
    const tooLong = (): void => void connection?.destroy(new Error('the proxy did not answer'));
    const timer = setTimeout(tooLong, tunnelMs).unref();
    const settle = (): void => {
      clearTimeout(timer);
      if (connection) this.#opening.delete(connection);
    };
    if (connection) this.#opening.add(connection);
    connection?.once('close', settle);
    return connection;
  }

  override destroy(): void {
    for (const connection of this.#opening) connection.destroy();
    super.destroy();
  }
}

let context: tls.SecureContext | undefined;

/**
 * Trusts what Node trusts and what this machine trusts: a company's own authority is known to the system alone.
 * Reading the system's certificates takes tens of milliseconds, so it is done once, and not while a call is timed.
 */
export function trusted(): tls.SecureContext {
  context ??= tls.createSecureContext({ ca: certificates() });
  return context;
}

function certificates(): string[] {
  // Node 22.15 and later.
  const { getCACertificates: read }: Partial<typeof tls> = tls;
  return read === undefined ? [...tls.rootCertificates] : [...new Set([...read('default'), ...read('system')])];
}
