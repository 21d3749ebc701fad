import type { Disposable } from '../../shared/base/disposable.ts';
import type { Subscribe } from '../../shared/base/emitter.ts';

/** What goes on and can be cancelled: a run, or a scoring. */
interface Ongoing<Event, Result> {
  readonly events: Subscribe<Event>;
  readonly finished: Promise<Result>;
  cancel(): void;
}

/** Follows it to its end, by Ctrl+C if need be, and tidies the view away. */
export async function untilEnded<Event, Result>(
  ongoing: Ongoing<Event, Result>,
  view: Disposable & { show(event: Event): void },
  interrupted: AbortSignal,
): Promise<Result> {
  const subscription = ongoing.events((event) => view.show(event));
  const cancel = () => ongoing.cancel();
  if (interrupted.aborted) cancel();
  interrupted.addEventListener('abort', cancel, { once: true });
  try {
    return await ongoing.finished;
  } finally {
    interrupted.removeEventListener('abort', cancel);
    subscription.dispose();
    view.dispose();
  }
}
