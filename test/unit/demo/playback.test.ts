import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { play } from '../../../src/core/demo/playback.ts';

/** Time that goes on by the millisecond, and only when it is told to. */
function timeOf(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const time = { now: 1_000 };
  t.mock.method(performance, 'now', () => time.now);
  const advance = (ms: number) => {
    for (let passed = 0; passed < ms; passed++) {
      time.now++;
      t.mock.timers.tick(1);
    }
  };
  return { time, advance };
}

describe('playback', () => {
  it('writes every frame once, at its time, and then ends', (t) => {
    const { time, advance } = timeOf(t);
    const written: [at: number, data: string][] = [];
    const note = (data: string) => written.push([time.now - 1_000, data]);
    const frames = [0, 3, 6, 6, 20].map((at, index) => ({ at, data: String(index) }));
    play(frames, { write: note, end: () => note('end') });
    advance(100);
    assert.deepEqual(written, [
      [0, '0'],
      [3, '1'],
      [6, '23'],
      [20, '4'],
      [20, 'end'],
    ]);
  });

  it('catches up with what is due when a timer was late, and is on time again after it', (t) => {
    const { time, advance } = timeOf(t);
    const written: [at: number, data: string][] = [];
    const frames = [0, 3, 6, 20].map((at, index) => ({ at, data: String(index) }));
    play(frames, { write: (data) => written.push([time.now - 1_000, data]), end: () => {} });
    time.now += 10;
    advance(100);
    assert.deepEqual(written.slice(1), [
      [13, '12'],
      [20, '3'],
    ]);
  });

  it('writes nothing more once stopped', (t) => {
    const { advance } = timeOf(t);
    const written: string[] = [];
    const sink = { write: (data: string) => void written.push(data), end: () => void written.push('end') };
    const stop = play(
      [
        { at: 0, data: 'first' },
        { at: 20, data: 'second' },
      ],
      sink,
    );
    stop();
    advance(60);
    assert.deepEqual(written, ['first']);
  });
});
