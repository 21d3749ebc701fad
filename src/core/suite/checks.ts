import { isLoopback } from '../../shared/base/loopback.ts';
import type { ModelFault, Problem } from '../../shared/model/problem.ts';
import { checkArguments } from './argumentChecks.ts';
import { hasCredentials, keyInHeader } from './endpointKeys.ts';
import { checkGraders } from './graderChecks.ts';
import { graderPlaces } from './graders.ts';
import { checkModel, labelOf, modelAt } from './models.ts';
import { promptId } from './outline.ts';
import type { SuiteOutline } from './outline.ts';
import { error, quoted, warning } from './problems.ts';
import type { SuiteFile } from './schema.ts';
import { valueAt } from './source.ts';
import type { Path, SuiteSource } from './source.ts';
import { nearestName } from './suggest.ts';
import { hasOpenBraces } from './template.ts';

/** Of one kind in one suite: more would only bury them. */
const mostProblems = 200;

export interface SuiteOptions {
  readonly knownProviders: readonly string[];
  /** `provider/model`, for suggestions only: a model that is not here may well exist. */
  readonly knownModels?: readonly string[];
  /** Of the known providers, those with no other models than the known ones: there, a name not among them is an error. */
  readonly closedProviders?: readonly string[];
  /** Servers that the user has set up: any suite may name them, and what they serve is their own business. */
  readonly ownEndpoints?: readonly string[];
  /** `provider/model` of the embedding models among those of the closed providers. */
  readonly knownEmbeddings?: readonly string[];
  /** What is known against a model of a known provider, of those that are to answer and of those that are to make vectors. */
  readonly checkModel?: (provider: string, model: string, use: 'answers' | 'vectors') => ModelFault | null;
  /** Why answers cannot be converted to this unit. */
  readonly unitProblem?: (unit: string) => string | null;
  /** Why this JSON Schema cannot be used. */
  readonly schemaProblem?: (schema: unknown) => string | null;
  /** Why this script does not even compile. */
  readonly scriptProblem?: (code: string) => string | null;
}

/** What the schema cannot say: names that must exist, differ or belong together. */
export function checkFile(file: SuiteFile, source: SuiteSource, outline: SuiteOutline, options: SuiteOptions): Problem[] {
  return [
    ...file.models.flatMap((_, index) => {
      const { ref, path } = modelAt(file, index);
      return checkModel({ ref, path, kind: 'model' }, file, source, options);
    }),
    ...checkLabels(file, source),
    ...checkGraders(file, source, options),
    ...checkArguments(file, source, options),
    ...Object.entries(file.endpoints).flatMap(([id, spec]) => checkEndpoint(id, spec, source, options.knownProviders)),
    ...checkPrices(file, source),
    ...checkPromptIds(file, source),
    ...checkExpectations(file, source),
    ...checkBraces(file, source),
    ...checkCaseNames(file, source, outline),
  ];
}

function checkLabels(file: SuiteFile, source: SuiteSource): Problem[] {
  const seen = new Set<string>();
  return file.models.flatMap((entry, index) => {
    const label = labelOf(entry);
    if (!seen.has(label)) {
      seen.add(label);
      return [];
    }
    const labelled = typeof entry === 'object' && entry.label !== undefined;
    const path = labelled ? ['models', index, 'label'] : modelAt(file, index).path;
    const message = `Two models are called ${quoted(label)}: give this one a \`label\` of its own.`;
    return [error('duplicate-model', message, source.valueRange(path))];
  });
}

const noKeys = 'Keys do not belong in suite files';

function checkEndpoint(
  id: string,
  spec: SuiteFile['endpoints'][string],
  source: SuiteSource,
  builtIn: readonly string[],
): Problem[] {
  const path = ['endpoints', id];
  const problems = checkBaseUrl(spec.baseUrl, [...path, 'baseUrl'], source);
  if (builtIn.includes(id)) {
    const message = `\`${id}\` is also a built-in provider: the models \`${id}/…\` of this suite go to this server instead.`;
    problems.push(warning('shadowed-provider', message, source.keyRange(path)));
  }
  for (const [name, value] of Object.entries(spec.headers ?? {})) {
    const place = [...path, 'headers', name];
    const key = keyInHeader(name, value);
    if (key === 'name') {
      const message = `${noKeys}: remove \`${name}\`, name the variable that holds the key in \`keyEnv\`, or set it in the editor.`;
      problems.push(error('key-in-suite', message, source.keyRange(place)));
    } else if (key === 'value') {
      problems.push(error('key-in-suite', `${noKeys}: the value of \`${name}\` looks like one.`, source.valueRange(place)));
    } else if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[^\t\u0020-\u007E\u0080-\u00FF]/.test(value)) {
      problems.push(error('bad-header', `\`${name}\` is not a header that can be sent.`, source.keyRange(place)));
    }
  }
  return problems;
}

function checkBaseUrl(text: string, path: Path, source: SuiteSource): Problem[] {
  const url = URL.parse(text);
  const range = source.valueRange(path);
  if (url === null || !/^https?:$/.test(url.protocol) || text.includes('{{')) {
    return [error('bad-url', '`baseUrl` must be a plain http or https URL, for example `http://localhost:11434/v1`.', range)];
  }
  if (hasCredentials(url)) {
    return [error('key-in-suite', `${noKeys}: remove the user and password from \`baseUrl\`.`, range)];
  }
  if (url.search !== '' || url.hash !== '') {
    return [error('bad-url', '`baseUrl` must end with its path: remove what follows `?` or `#`.', range)];
  }
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return [];
  const message = `Prompts and keys travel to ${url.host} unencrypted: use https where the server has it.`;
  return [warning('insecure-url', message, range)];
}

function checkPrices(file: SuiteFile, source: SuiteSource): Problem[] {
  const refs = [...file.models.map((_, index) => modelAt(file, index).ref), ...graderPlaces(file).map(({ ref }) => ref)];
  return Object.keys(file.prices).flatMap((ref) => {
    if (refs.includes(ref)) return [];
    const path = ['prices', ref];
    const near = nearestName(ref, refs);
    const advice = near === null ? 'Add the model to `models`, or remove the price.' : `Did you mean \`${near}\`?`;
    const fix = near === null ? null : source.keyFix(path, near);
    return [warning('unused-price', `No model of this suite is \`${ref}\`. ${advice}`, source.keyRange(path), fix)];
  });
}

function checkPromptIds(file: SuiteFile, source: SuiteSource): Problem[] {
  const seen = new Set<string>();
  return (file.prompts ?? []).flatMap((entry, index) => {
    const id = promptId(typeof entry === 'object' ? entry.id : undefined, index);
    const known = seen.has(id);
    seen.add(id);
    if (!known) return [];
    const path = ['prompts', index, 'id'];
    return [
      error(
        'duplicate-prompt',
        `Two prompts are called ${quoted(id)}: give this one an \`id\` of its own.`,
        source.valueRange(path),
      ),
    ];
  });
}

/**
 * A case without expectations is measured, not judged; of a whole suite like that one warning is enough, and none where
 * speed is the question.
 */
function checkExpectations(file: SuiteFile, source: SuiteSource): Problem[] {
  if (file.expect.length > 0) return [];
  const without = [...file.cases.keys()].filter((index) => (file.cases[index]?.expect ?? []).length === 0);
  if (without.length === file.cases.length) {
    if (file.timing !== false) return [];
    const message = 'No case expects anything: the run will measure speed and cost, not quality.';
    return [warning('no-expectation', message, source.keyRange(['cases']))];
  }
  return without.slice(0, mostProblems).map((index) => {
    const message = 'This case expects nothing: it will not count in the quality.';
    return warning('no-expectation', message, source.valueRange(['cases', index]));
  });
}

/** What is sent to models as it stands, though it was likely meant to be filled. */
function checkBraces(file: SuiteFile, source: SuiteSource): Problem[] {
  const prompts = (file.prompts ?? []).flatMap((entry, index): Path[] =>
    typeof entry === 'string' ? [['prompts', index]] : ['template', 'system'].map((key) => ['prompts', index, key]),
  );
  const cases = [...file.cases.keys()].map((index): Path => ['cases', index, 'prompt']);
  const made = file.cases.flatMap(({ dataset, vars = {} }, index): Path[] =>
    dataset === undefined ? [] : Object.keys(vars).map((name) => ['cases', index, 'vars', name]),
  );
  return [['system'], ['prompt'], ...prompts, ...cases, ...made].flatMap((path: Path) => {
    const text = valueAt(file, path);
    if (typeof text !== 'string' || !hasOpenBraces(text)) return [];
    const message =
      'A `{{` here is not closed by `}}`: it is sent as it stands. If that is meant, put a backslash before it: \\{{.';
    return [warning('open-braces', message, source.valueRange(path))];
  });
}

function checkCaseNames(file: SuiteFile, source: SuiteSource, outline: SuiteOutline): Problem[] {
  const taken = outline.cases.filter(({ id, name }) => id !== name);
  return taken.slice(0, mostProblems).map(({ id, name, nameRange, index }) => {
    const message = `Another case is called ${quoted(name)}: this one will be ${quoted(id)}.`;
    // A name with variables in it is not to become one without.
    const isPlain = file.cases[index]?.name === name;
    return warning('duplicate-case', message, nameRange, isPlain ? source.valueFix(['cases', index, 'name'], id) : null);
  });
}
