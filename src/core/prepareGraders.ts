import type { GraderSpec, Suite } from '../shared/model/suite.ts';
import { prepareModels, type PreparedModels } from './prepareModels.ts';
import type { PrepareContext } from './prepareRun.ts';
import { canEmbed, wiresThatEmbed } from './providers/embeddings.ts';

/** Judges and embedding models, made ready like the models that are compared: each with a server, a key and a price. */
export async function prepareGraders(
  suite: Pick<Suite, 'graders' | 'endpoints' | 'prices'>,
  context: PrepareContext,
): Promise<PreparedModels> {
  const named = new Map(suite.graders.map((grader) => [grader.ref, grader]));
  const about = (ref: string, message: string): string => {
    const grader = named.get(ref);
    return grader === undefined ? message : problemOf(grader, message);
  };
  const prepared = await prepareModels(suite.graders, suite, context, about);
  const wordless = suite.graders.filter(({ ref, kind }) => {
    const api = prepared.endpoints[ref]?.api;
    return kind === 'embedding' && api !== undefined && !canEmbed(api);
  });
  const problems = wordless.map((grader) => problemOf(grader, `Its server has no embeddings that we know. ${wiresThatEmbed}`));
  return { ...prepared, problems: [...prepared.problems, ...problems] };
}

function problemOf({ ref, kind }: GraderSpec, message: string): string {
  return `The ${kind === 'judge' ? 'judge' : 'embedding model'} ${ref} cannot be asked. ${message}`;
}
