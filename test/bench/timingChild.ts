// One client in a process of its own: node timingChild.ts '{"name":"engine","origin":"http://…","calls":100,"inFlight":10,"models":1,"blocked":false}'
import { createClient, type ClientName, type Sample, type Work } from './clients.ts';

export interface TimingOrder extends Work {
  readonly name: ClientName;
  readonly origin: string;
  /** Keep the thread that starts the run busy meanwhile. */
  readonly blocked: boolean;
}

export interface TimingResult {
  readonly wallMs: number;
  readonly samples: readonly Sample[];
  /** Greatest memory of the process while it ran, MB. */
  readonly peakMb: number;
  /** Of all threads of the process, for each call. */
  readonly cpuMs: number;
}

/** The greatest memory so far, MB. Not `maxRSS`: that one begins with the memory of the process that started this one. */
function watchMemory(): () => number {
  let peak = 0;
  const look = (): number => (peak = Math.max(peak, process.memoryUsage.rss() / 2 ** 20));
  setInterval(look, 20).unref();
  return look;
}

/** What another extension may do to the thread that started the run: busy for 200 of every 400 ms. */
function blockThread(): void {
  setInterval(() => {
    const until = performance.now() + 200;
    while (performance.now() < until);
  }, 400);
}

async function carryOut({ name, origin, blocked, ...work }: TimingOrder): Promise<TimingResult> {
  const peak = watchMemory();
  await using client = await createClient(name, origin);
  // Modules, workers and the database are loaded, the connections are made.
  await client.run({ ...work, calls: work.inFlight });
  if (blocked) blockThread();
  const before = process.cpuUsage();
  const { wallMs, samples } = await client.run(work);
  const { user, system } = process.cpuUsage(before);
  const peakMb = peak();
  return { wallMs, peakMb, cpuMs: (user + system) / 1000 / work.calls, samples: await samples() };
}

if (import.meta.main) {
  const result = await carryOut(JSON.parse(process.argv[2] ?? '') as TimingOrder);
  process.stdout.write(JSON.stringify(result), () => process.exit());
}
