import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mulberry32 } from './random.ts';
import { workspace } from './cli.ts';
import { casesNamed, suiteOn, wireServer } from './servers.ts';

const calls = 60;

test(
  'kill -9 in mid-run: what was told as finished is in the report at the next start',
  { timeout: 120_000 },
  async (context) => {
    const server = await wireServer(context, { reply: { text: ['he', 'll', 'o'] }, gapMs: 2 });
    const folder = await workspace(context);
    const names = Array.from({ length: calls }, (_, i) => `hello ${i}`);
    const suite = await folder.suite(suiteOn(server, { concurrency: 6, cases: casesNamed(names) }));
    const random = mulberry32(20_260_301);
    const moments = [1, ...Array.from({ length: 6 }, () => 2 + Math.floor(random() * (calls / 2)))];
    const told: string[][] = [];
    for (const moment of moments) {
      const finished: string[] = [];
      const cli = folder.start(['run', suite]);
      cli.onLine((line) => {
        const name = /✓ local\/good · (hello \d+): /.exec(line)?.[1];
        if (name !== undefined) finished.push(name);
        if (finished.length === moment) cli.kill('SIGKILL');
      });
      assert.equal((await cli.ended).signal, 'SIGKILL');
      told.push(finished);
    }
    assert.ok(told.flat().length >= moments.reduce((sum, moment) => sum + moment, 0));

    const listed = await folder.run(['list', '--format', 'json']);
    const runs = (JSON.parse(listed.stdout) as { run: { id: string; status: string } }[]).map(({ run }) => run).reverse();
    assert.deepEqual(
      runs.map(({ status }) => status),
      moments.map(() => 'interrupted'),
    );
    for (const [index, { id }] of runs.entries()) {
      const { run, attempts } = await folder.report(id);
      assert.equal(run.status, 'interrupted');
      const stored = new Map(attempts.map((attempt) => [attempt.case, attempt]));
      assert.equal(stored.size, attempts.length, 'a record is doubled');
      for (const name of told[index] ?? []) {
        const { status, answer, quality } = stored.get(name) ?? {};
        assert.deepEqual([status, answer, quality], ['ok', 'hello', 1], `${name} of run ${index}`);
      }
    }
    assert.equal((await folder.run(['run', suite])).code, 0);
    const { run, attempts } = await folder.report();
    assert.deepEqual([run.status, attempts.length], ['finished', calls]);
  },
);
