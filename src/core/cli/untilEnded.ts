import type { Disposable } from '../../shared/base/disposable.ts';
import type { Subscribe } from '../../shared/base/emitter.ts';
import { untilAborted, type Ongoing } from '../untilAborted.ts';

/** Follows it to its end, by Ctrl+C if need be, and tidies the view away. */
export async function untilEnded<Event, Result>(
  ongoing: Ongoing<Result> & { readonly events: Subscribe<Event> },
  view: Disposable & { show(event: Event): void },
  interrupted: AbortSignal,
): Promise<Result> {
  const subscription = ongoing.events((event) => view.show(event));
  try {
    return await untilAborted(ongoing, interrupted);
  } finally {
    subscription.dispose();
    view.dispose();
  }
}
