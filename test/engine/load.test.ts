import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { JsonAttempt } from '../../src/core/report/json.ts';
import type { ErrorKind } from '../../src/shared/model/errors.ts';
import { apiKinds } from '../../src/shared/model/suite.ts';
import { framesOf } from '../servers/formats.ts';
import type { Fault, Script, SeenRequest } from '../servers/wireServer.ts';
import { workspace } from './cli.ts';
import { mulberry32 } from './random.ts';
import { casesNamed, modelOf, wireServer } from './servers.ts';

/** What a sample meets, attempt by attempt; `null` is a good answer, and the last one goes on for ever. */
interface Fate {
  readonly errors: readonly (ErrorKind | null)[];
  readonly fault?: (request: SeenRequest) => Fault;
  readonly text?: readonly string[];
  /** Of all samples. */
  readonly share: number;
}

const retries = 2;
const always = (kind: ErrorKind): readonly ErrorKind[] => Array.from({ length: retries + 1 }, () => kind);
const refusal = (status: number) => (): Fault => ({ type: 'status', status, body: `{"error":{"message":"Says ${status}."}}` });
const fault = (made: Fault) => (): Fault => made;

/** Cut in the last frame with text, which every SDK reads. */
function truncated({ api }: SeenRequest): Fault {
  const frames = framesOf(api ?? 'openai-chat', { text: shortAnswer });
  return { type: 'truncated-json', after: frames.findLastIndex(({ kind }) => kind === 'text') };
}

const shortAnswer = ['hel', 'lo ', 'there'];
const fates: Readonly<Record<string, Fate>> = {
  storm: { errors: ['rate-limit', 'rate-limit', null], fault: refusal(429), share: 0.08 },
  flood: { errors: always('rate-limit'), fault: refusal(429), share: 0.02 },
  broken: { errors: ['server', null], fault: refusal(500), share: 0.03 },
  reset: { errors: always('network'), fault: fault({ type: 'close', after: 2 }), share: 0.03 },
  'reset once': { errors: ['network', null], fault: fault({ type: 'close', after: 1 }), share: 0.03 },
  stall: { errors: ['stall', null], fault: fault({ type: 'stall', after: 2 }), share: 0.01 },
  silence: { errors: ['timeout', null], fault: fault({ type: 'silent' }), share: 0.01 },
  'truncated JSON': { errors: ['malformed-response'], fault: truncated, share: 0.03 },
  'a web page': { errors: ['malformed-response'], fault: fault({ type: 'html' }), share: 0.02 },
  'no HTTP': { errors: ['malformed-response'], fault: fault({ type: 'not-http' }), share: 0.02 },
  'slow headers': { errors: [null], fault: fault({ type: 'slow-headers', ms: 300 }), share: 0.03 },
  'wrong content type': { errors: [null], fault: fault({ type: 'wrong-content-type' }), share: 0.03 },
  '20 MB': { errors: [null], text: Array.from({ length: 20 }, () => 'x'.repeat(1_000_000)), share: 0 },
  '100,000 chunks': { errors: [null], text: Array.from({ length: 100_000 }, () => 'x'), share: 0 },
  good: { errors: [null], share: 1 },
};

const models = Array.from({ length: 10 }, (_, i) => `model${i}`);
const words = Array.from({ length: 100 }, (_, i) => `word${i}`);

/** The same at every run: a fate for each sample, and one of each kind of huge answer. */
function cast(): ReadonlyMap<string, string> {
  const random = mulberry32(20);
  const drawn = models.flatMap((model) => words.map((word): [string, string] => [`${model} ${word}`, draw(random())]));
  return new Map([...drawn, ['model2 word40', '20 MB'], ['model4 word60', '100,000 chunks']]);
}

function draw(point: number): string {
  let reached = 0;
  for (const [name, { share }] of Object.entries(fates)) {
    reached += share;
    if (point < reached) return name;
  }
  return 'good';
}

test(
  '10 models at once, 100 cases each, with every kind of trouble: the run ends, no record is lost or doubled, every failure has its kind',
  { timeout: 180_000 },
  async (context) => {
    const fateOf = cast();
    const calls = new Map<string, number>();
    const script = (request: SeenRequest): Script => {
      const sample = `${modelOf(request)} ${/word\d+/.exec(JSON.stringify(request.body))?.[0]}`;
      const fate = fates[fateOf.get(sample) ?? ''];
      if (!fate) throw new Error(`Nobody was to ask for ${sample}`);
      const call = (calls.get(sample) ?? 0) + 1;
      calls.set(sample, call);
      const fails = (fate.errors[call - 1] ?? fate.errors.at(-1)) !== null || fate.errors.every((kind) => kind === null);
      return {
        reply: { text: fate.text ?? [...shortAnswer, ` ${sample}`] },
        ...(fate.text && { framing: { write: 'whole' } }),
        ...(fails && fate.fault && { fault: fate.fault(request) }),
      };
    };
    // A provider of its own for each model: what one refuses must not slow the others down.
    const servers = await Promise.all(models.map(() => wireServer(context, script)));
    const folder = await workspace(context);
    const apiOf = (index: number) => apiKinds[index % apiKinds.length] ?? 'openai-chat';
    const suite = await folder.suite({
      endpoints: Object.fromEntries(
        servers.map((server, i) => [`model${i}`, { api: apiOf(i), baseUrl: server.baseUrl(apiOf(i)) }]),
      ),
      models: models.map((model) => `${model}/${model}`),
      timeouts: { headersMs: 3000, idleMs: 3000, totalMs: 60_000 },
      retries: { max: retries, baseMs: 5, capMs: 1000 },
      concurrency: 10,
      prompt: 'Say {{word}}.',
      cases: casesNamed(words),
    });

    const { code, stderr } = await folder.run(['run', suite], { NODE_OPTIONS: `--import=${preload}` });
    assert.equal(code, 3, stderr.slice(-20).join('\n'));
    const [peak, bare] = [peakMb(stderr), bareMb()];
    context.diagnostic(`peak memory ${peak} MB, of a bare runtime ${bare} MB`);
    assert.ok(peak < bare + 1000, 'an answer that is kept a dozen times over would show here');

    const { run, attempts, summary } = await folder.report();
    assert.deepEqual([run.status, summary.totals.done, summary.totals.planned], ['finished', 1000, 1000]);
    assert.equal(new Set(attempts.map(({ id }) => id)).size, attempts.length);
    assert.equal(attempts.filter(({ final }) => final).length, 1000);
    const bySample = Map.groupBy(attempts, (attempt) => `${attempt.model} ${attempt.case}`);
    for (const [sample, name] of fateOf) {
      const made = bySample.get(sample)?.toSorted((a, b) => a.attempt - b.attempt) ?? [];
      checkSample(`${sample}, ${name}`, made, fates[name]?.errors ?? []);
      assert.equal(calls.get(sample), made.length, `${sample}: a record for each call`);
    }
    const lengthOf = (sample: string) => bySample.get(sample)?.at(-1)?.answer?.length;
    assert.deepEqual([lengthOf('model2 word40'), lengthOf('model4 word60')], [20_000_000, 100_000]);
  },
);

function checkSample(name: string, made: readonly JsonAttempt[], errors: readonly (ErrorKind | null)[]): void {
  assert.deepEqual(
    made.map(({ attempt, status, errorKind, final }) => [attempt, status, errorKind, final]),
    errors.map((kind, i) => [i + 1, kind === null ? 'ok' : 'error', kind, i === errors.length - 1]),
    `${name}: ${made.map(({ errorMessage }) => errorMessage).join('; ')}`,
  );
  for (const { quality, errorKind } of made)
    assert.equal(quality === null, errorKind !== null, `${name}: a failure is not a score`);
}

const preload = fileURLToPath(new URL('peakMemory.ts', import.meta.url));

function peakMb(lines: readonly string[]): number {
  const peak = lines.map((line) => /^peak memory (\d+) kB$/.exec(line)?.[1]).find((found) => found !== undefined);
  return Math.round(Number(peak ?? assert.fail('the run did not tell its peak memory')) / 1024);
}

function bareMb(): number {
  const { stderr } = spawnSync(process.execPath, [`--import=${preload}`, '--eval', '0'], { encoding: 'utf8' });
  return peakMb(stderr.split('\n'));
}
