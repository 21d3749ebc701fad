import type { UserProviders } from '../../core/ports.ts';
import type { FileState, SuiteDocument, SuiteSurvey } from '../../core/suite/language/spec.ts';

/** All that a survey is made of, but for what is on the disk. */
export interface SuiteState {
  readonly document: SuiteDocument;
  readonly user: UserProviders;
}

export interface KeptSurveysParts {
  readonly survey: (state: SuiteState) => Promise<SuiteSurvey | null>;
  /** As the one that surveys do it by; rejects where there is no file. */
  readonly stampOf: (path: string) => Promise<string>;
}

interface Kept {
  /** Everything it was made of but for datasets. */
  readonly basis: string;
  readonly survey: SuiteSurvey;
}

/** Surveys of suites, so that one look at many of them costs no more than asking for the state of their files. */
export class KeptSurveys {
  readonly #parts: KeptSurveysParts;
  /** By the suite's path. */
  readonly #kept = new Map<string, Kept>();

  constructor(parts: KeptSurveysParts) {
    this.#parts = parts;
  }

  async of(state: SuiteState): Promise<SuiteSurvey | null> {
    const { path } = state.document;
    // Before the survey: what is written in between is seen the next time.
    const basis = JSON.stringify([state, await this.#stampOf(path)]);
    const known = this.#kept.get(path);
    if (known?.basis === basis && (await this.#areSame(known.survey.files))) return known.survey;
    const survey = await this.#parts.survey(state);
    if (survey) this.#kept.set(path, { basis, survey });
    return survey;
  }

  clear(): void {
    this.#kept.clear();
  }

  async #areSame(files: readonly FileState[]): Promise<boolean> {
    const same = await Promise.all(files.map(async ({ file, stamp }) => (await this.#stampOf(file)) === stamp));
    return same.every(Boolean);
  }

  #stampOf(file: string): Promise<string | null> {
    return this.#parts.stampOf(file).catch(() => null);
  }
}
