import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { play } from '../../../src/core/demo/playback.ts';

describe('playback', () => {
  it('writes every frame once, in order and never early, and then ends', async () => {
    const frames = Array.from({ length: 10 }, (_, index) => ({ at: index * 3, data: String(index) }));
    const start = performance.now();
    const early: string[] = [];
    let written = '';
    await new Promise<void>((resolve) => {
      play(frames, {
        write(data) {
          // What goes out together is due together: the last of it is the latest.
          const due = frames[Number(data.at(-1))]?.at ?? Infinity;
          if (performance.now() - start < due) early.push(data);
          written += data;
        },
        end: resolve,
      });
    });
    assert.equal(written, '0123456789');
    assert.deepEqual(early, []);
  });

  it('writes nothing more once stopped', async () => {
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
    await sleep(60);
    assert.deepEqual(written, ['first']);
  });
});
