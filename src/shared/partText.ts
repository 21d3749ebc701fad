import type { RunPart } from './model/selection.ts';

/** What of its suite a run took: `3 of 24 cases · 1 of 5 models · timing`. */
export function partText({ cases, ofCases, models, ofModels, timing }: RunPart): string {
  return [
    cases === ofCases ? null : `${cases} of ${ofCases} cases`,
    models === ofModels ? null : `${models} of ${ofModels} models`,
    timing ? 'timing' : null,
  ]
    .filter((text) => text !== null)
    .join(' · ');
}
