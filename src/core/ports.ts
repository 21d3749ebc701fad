import type { EndpointSpec, RateLimits } from '../shared/model/suite.ts';

/** What core needs from the outside, handed in by the composition roots. */

export interface Clock {
  /** Monotonic, in ms, with sub-millisecond resolution. */
  now(): number;
  /** Wall clock, for records. */
  date(): Date;
}

export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Reads files for suites and datasets. Paths are absolute. Rejects with the platform's error, a text that is not UTF-8 with `NotUtf8`. */
export interface FileReader {
  readText(path: string): Promise<string>;
  /** Size in bytes. */
  size(path: string): Promise<number>;
  /** The path with links resolved, to check that it stays inside the workspace. */
  realPath(path: string): Promise<string>;
}

/** Looks a key up. A key belongs to an origin (`https://api.openai.com`) and is handed to no other. */
export interface KeySource {
  /** `null` where none is stored for that origin. */
  key(request: KeyRequest): Promise<string | null>;
}

export interface KeyRequest {
  readonly origin: string;
  readonly provider: string;
  /** False for servers that work without one (on this machine): then an absent key is no obstacle. */
  readonly required: boolean;
  /** Environment variable that holds it, for sources that read the environment. */
  readonly keyEnv: string | null;
}

/** What a user sets for a provider: in the editor's settings or the environment, never in a suite. */
export interface ProviderSettings {
  /** For the places of a base URL: `region`, `project`, `location`, `resource`. */
  readonly variables: Readonly<Record<string, string>>;
  /** In place of the provider's own address: another port, a gateway. Its key belongs to that origin. */
  readonly baseUrl: string | null;
  readonly limits: RateLimits;
}

/** Everything that a user has set about providers and servers of their own. */
export interface UserProviders {
  /** By provider id. */
  readonly providers: Readonly<Record<string, ProviderSettings>>;
  /** Servers that every suite may name; one of the same id in a suite stands in its place. */
  readonly endpoints: readonly EndpointSpec[];
}

export const noUserProviders: UserProviders = { providers: {}, endpoints: [] };

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
};

export const nullLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
