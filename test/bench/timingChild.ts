// One client in a process of its own: node timingChild.ts CLIENT ORIGIN CALLS IN_FLIGHT [blocked]
import { createClient, type ClientName, type Measured } from './clients.ts';

export interface TimingResult extends Measured {
  /** Greatest memory of the process, MB. */
  readonly peakMb: number;
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

if (import.meta.main) {
  const [name, origin = '', calls, inFlight, blocked] = process.argv.slice(2);
  const peakMb = watchMemory();
  const client = await createClient(name as ClientName, origin);
  // Modules, workers and the database are loaded, the connections are made.
  await client.run(Number(inFlight), Number(inFlight));
  if (blocked === 'blocked') blockThread();
  const measured = await client.run(Number(calls), Number(inFlight));
  const result: TimingResult = { ...measured, peakMb: peakMb() };
  await client[Symbol.asyncDispose]();
  process.stdout.write(JSON.stringify(result), () => process.exit());
}
