import type { Problem, TextPosition, TextRange } from '../../../shared/model/problem.ts';
import type { EndpointSpec, Suite } from '../../../shared/model/suite.ts';
import type { UserProviders } from '../../ports.ts';
import type { LoadedSuite } from '../loadSuite.ts';
import type { SuiteOutline } from '../outline.ts';

/** A suite as an editor or the disk has it. */
export interface SuiteDocument {
  /** Absolute. */
  readonly path: string;
  /** Folder that datasets may not leave. */
  readonly root: string;
  /** What an editor holds; `null`: as on the disk. */
  readonly text: string | null;
}

/** A document that an editor shows. Of equal texts only the first is parsed. */
export interface OpenSuite extends SuiteDocument {
  readonly text: string;
}

/** What the suite worker answers. Lines and columns as in `TextRange`. Nothing throws for a faulty suite: there is less to say. */
export interface SuiteCalls {
  load(document: SuiteDocument, user: UserProviders, moreRows: number): Promise<LoadedSuite>;
  /** The same checks, without the cases: what lists, lenses and the Problems panel need. */
  survey(document: SuiteDocument, user: UserProviders): Promise<SuiteSurvey>;
  complete(document: OpenSuite, at: TextPosition, known: KnownModels): Promise<readonly SuiteCompletion[]>;
  hover(document: OpenSuite, at: TextPosition, known: KnownModels): Promise<SuiteHover | null>;
  symbols(document: OpenSuite): Promise<readonly SuiteSymbol[]>;
  /** Where the variable at the place is given a value: keys of `vars`, columns of datasets. */
  definition(document: OpenSuite, at: TextPosition): Promise<readonly SuitePlace[]>;
  /** Every mention of the variable at the place. */
  references(document: OpenSuite, at: TextPosition): Promise<readonly TextRange[]>;
  /** The name at the place, if it is one that can be changed here; a message for the user where it cannot. */
  prepareRename(document: OpenSuite, at: TextPosition): Promise<Renamable | { readonly refusal: string } | null>;
  rename(document: OpenSuite, at: TextPosition, name: string): Promise<readonly SuiteEdit[] | { readonly refusal: string }>;
}

/** What is told of a suite that does not run. */
export interface SuiteSurvey {
  /** `null` where a problem is an error. */
  readonly suite: SuiteHead | null;
  readonly problems: readonly Problem[];
  readonly outline: SuiteOutline;
  /** Of its datasets: as long as none of them differs, another survey of the same text tells the same. */
  readonly files: readonly FileState[];
}

/** A file as it was before it was read. */
export interface FileState {
  /** Absolute. */
  readonly file: string;
  /** Differs from that of any other state; `null`: the file is not there. */
  readonly stamp: string | null;
}

/** A suite but for its cases, which can be as many as the rows of its datasets. */
export type SuiteHead = Omit<Suite, 'cases'> & { readonly caseCount: number };

/** What the host knows of models beyond the shipped price list. */
export interface KnownModels {
  /** Listed by providers, as `provider/model`. */
  readonly listed: readonly ListedModelFacts[];
  readonly endpoints: readonly EndpointSpec[];
  /** `provider/model` → why a user disabled it. */
  readonly disabled: Readonly<Record<string, string>>;
  /** Folder of the kept public rankings, absolute; `null`: none are told of. */
  readonly rankingsFolder: string | null;
  /** Another extension completes and explains keys by the schema: only what it cannot know is to be offered. */
  readonly schemaIsServed: boolean;
}

export interface ListedModelFacts {
  readonly ref: string;
  readonly contextTokens: number | null;
  readonly note: string | null;
}

export type CompletionKind = 'model' | 'key' | 'scorer' | 'variable' | 'column' | 'file' | 'value' | 'snippet';

export interface SuiteCompletion {
  readonly kind: CompletionKind;
  readonly label: string;
  /** Beside the label: `$0.25 / $2.00 · 400k`. */
  readonly detail: string;
  /** Markdown of our own making; text from elsewhere is escaped. */
  readonly documentation: string;
  /** What it replaces. */
  readonly range: TextRange;
  readonly newText: string;
  /** `newText` has snippet places. */
  readonly isSnippet: boolean;
  readonly sortText: string;
  /** What typing is held against, where that is not the label. */
  readonly filterText?: string;
}

export interface SuiteHover {
  /** Markdown, as in `SuiteCompletion`. */
  readonly markdown: string;
  readonly range: TextRange;
  /** What it tells of, for who knows more: its last result. */
  readonly about: { readonly kind: 'model'; readonly ref: string } | { readonly kind: 'case'; readonly id: string } | null;
}

export interface SuiteSymbol {
  readonly kind: 'suite' | 'models' | 'model' | 'prompt' | 'cases' | 'case' | 'dataset' | 'thresholds';
  readonly name: string;
  readonly detail: string;
  readonly range: TextRange;
  readonly nameRange: TextRange;
  readonly children: readonly SuiteSymbol[];
}

export interface SuitePlace {
  /** Absolute path; `null`: in the document itself. */
  readonly path: string | null;
  readonly range: TextRange;
}

export interface Renamable {
  readonly name: string;
  readonly range: TextRange;
}

export interface SuiteEdit {
  readonly range: TextRange;
  readonly newText: string;
}
