import type { Frame } from './wire.ts';

export interface FrameSink {
  write(data: string): void;
  end(): void;
}

/**
 * Writes frames at their times after now, then ends the sink. Waits are counted from the start and not from
 * the frame before, so that late timers do not add up. Returns what stops it.
 */
export function play(frames: readonly Frame[], sink: FrameSink): () => void {
  const start = performance.now();
  let next = 0;
  let timer: NodeJS.Timeout | undefined;
  const step = () => {
    const elapsed = performance.now() - start;
    let due = '';
    for (let frame = frames[next]; frame && frame.at <= elapsed; frame = frames[next]) {
      due += frame.data;
      next += 1;
    }
    if (due !== '') sink.write(due);
    const waiting = frames[next];
    if (waiting) timer = setTimeout(step, Math.ceil(waiting.at - elapsed));
    else sink.end();
  };
  step();
  return () => clearTimeout(timer);
}
