/** What goes on and can be cancelled: a run, or a scoring. */
export interface Ongoing<Result> {
  readonly finished: Promise<Result>;
  cancel(): void;
}

/** Its end: by itself, or cancelled with the signal. */
export async function untilAborted<Result>(ongoing: Ongoing<Result>, signal: AbortSignal): Promise<Result> {
  const cancel = () => ongoing.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await ongoing.finished;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
