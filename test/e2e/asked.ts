import type { WireServer } from '../servers/wireServer.ts';
import { waitUntil } from './driver/retry.ts';

/** The chat calls that a server took, told since the last look. */
export class Asked {
  readonly #server: WireServer;
  #seen = 0;

  constructor(server: WireServer) {
    this.#server = server;
  }

  /** How many there are that were not looked at. */
  get count(): number {
    return this.#server.requests.length - this.#seen;
  }

  /** Looks at what there is: the next calls are counted from here. */
  forget(): void {
    this.#seen = this.#server.requests.length;
  }

  /** Waits for so many; all that came since the last look, each as `model: question`, sorted. */
  async calls(count: number): Promise<readonly string[]> {
    await waitUntil(
      `${count} calls`,
      () => this.count,
      (found) => found >= count,
    );
    const asked = this.#server.requests.slice(this.#seen).map(({ body }) => {
      const { model, messages } = body as { model: string; messages: { content: string }[] };
      return `${model}: ${messages.at(-1)?.content}`;
    });
    this.forget();
    return asked.toSorted();
  }
}
