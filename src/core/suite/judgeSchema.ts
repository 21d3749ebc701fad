import * as z from 'zod';

/** How a suite names models: those it compares, and those that grade. */
export const modelRef = z
  .string()
  .min(1)
  .meta({
    description: 'The model as `provider/model`. The provider is built in or one of `endpoints`.',
    pattern: '^[^/\\s]+/\\S+$',
    examples: ['openai/gpt-6-luna', 'anthropic/claude-haiku-4-5', 'google/gemini-3.5-flash-lite'],
  });

const mostJudges = 9;

/** Who judges: one model, or several whose mean counts. */
export const judgeShape = {
  model: modelRef.optional().meta({
    description: 'The judge, as `provider/model`: best a strong model that is none of those compared.',
    examples: ['anthropic/claude-opus-4-5'],
  }),
  models: z
    .array(modelRef)
    .min(1)
    .max(mostJudges)
    .optional()
    .meta({
      description: 'Several judges: the score is their mean, and reports show how far they agree.',
      examples: [['anthropic/claude-opus-4-5', 'google/gemini-3.5-flash']],
    }),
};

export interface Judges {
  readonly model?: string | undefined;
  readonly models?: readonly string[] | undefined;
}

export function namesJudgesOnce({ model, models }: Judges): boolean {
  return model === undefined || models === undefined;
}
export const judgesOnce = 'Give either `model` or `models`.';

/** The suite's own `judge`, for the expectations that name nobody. */
export const suiteJudge = z.union([
  modelRef,
  z
    .strictObject(judgeShape)
    .refine(({ model, models }) => model !== undefined || models !== undefined, 'Name who judges: give `model` or `models`.')
    .refine(namesJudgesOnce, judgesOnce),
]);
