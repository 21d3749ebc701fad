import { errorTitles } from '../shared/errorTitles.ts';
import { formatInterval, formatPercent } from '../shared/format.ts';
import type { Estimate } from '../shared/model/comparison.ts';
import type { ModelReliability } from '../shared/model/reliability.ts';
import { estimate } from './stats/interval.ts';
import { wilson } from './stats/wilson.ts';
import type { Store } from './store/spec.ts';

const hourMs = 3_600_000;
/** What success is asked about: mission row B13. */
export const reliabilityWindows = { day: 24 * hourMs, week: 7 * 24 * hourMs } as const;
type Window = keyof typeof reliabilityWindows;

/** How calls went to a model, or to a provider as a whole, in each window. */
export interface Reliability {
  readonly provider: string;
  /** `null`: all models of the provider. */
  readonly model: string | null;
  /** `null` where nothing was called. */
  readonly day: SuccessShare | null;
  readonly week: SuccessShare | null;
}

export interface SuccessShare {
  /** Share of calls that were answered. Its Wilson interval takes calls for independent. */
  readonly share: Estimate;
  readonly failed: number;
  readonly errors: ModelReliability['errors'];
}

/** By provider, each followed by its models; those that were called within a week. */
export async function readReliability(store: Pick<Store, 'reliability'>, now: Date): Promise<Reliability[]> {
  const since = (window: Window) => new Date(now.getTime() - reliabilityWindows[window]).toISOString();
  const [day, week] = await Promise.all([store.reliability(since('day')), store.reliability(since('week'))]);
  const providers = Map.groupBy(week, ({ provider }) => provider);
  return [...providers].flatMap(([provider, models]) => [
    { provider, model: null, day: joined(day.filter((one) => one.provider === provider)), week: joined(models) },
    ...models.map(({ model }) => ({
      provider,
      model,
      day: joined(day.filter((one) => one.provider === provider && one.model === model)),
      week: joined(models.filter((one) => one.model === model)),
    })),
  ]);
}

/** `97.5 % of 120 (93 % to 99.1 %)`, with `what` after the number; `–` where nothing was called. */
export function successText(found: SuccessShare | null, what = ''): string {
  if (found === null) return '–';
  const { share } = found;
  return `${formatPercent(share.value)} of ${share.n}${what} (${formatInterval(share, formatPercent)})`;
}

/** `3 × rate limit, 1 × timeout`. */
export function failuresText(found: SuccessShare | null): string {
  return (found?.errors ?? []).map(({ kind, count }) => `${count} × ${errorTitles[kind].toLowerCase()}`).join(', ');
}

function joined(parts: readonly ModelReliability[]): SuccessShare | null {
  const sum = (figure: (part: ModelReliability) => number) => parts.reduce((total, part) => total + figure(part), 0);
  const [ok, failed] = [sum((part) => part.ok), sum((part) => part.failed)];
  const n = ok + failed;
  if (n === 0) return null;
  const kinds = Map.groupBy(
    parts.flatMap(({ errors }) => errors),
    ({ kind }) => kind,
  );
  const errors = [...kinds].map(([kind, counts]) => ({ kind, count: counts.reduce((total, { count }) => total + count, 0) }));
  return { share: estimate(ok / n, wilson(ok / n, n), n, null), failed, errors: errors.sort((a, b) => b.count - a.count) };
}
