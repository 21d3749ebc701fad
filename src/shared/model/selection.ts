/** A part of a suite to run. What is absent is not restricted. */
export interface SuiteSelection {
  /** Ids of cases. */
  readonly cases?: readonly string[];
  /** Labels of models. */
  readonly models?: readonly string[];
  /** Measure speed before all else: as the suite's own `timing`, where it has one. */
  readonly timing?: boolean;
}

/** How much of its suite a run took, for people. */
export interface RunPart {
  readonly cases: number;
  readonly ofCases: number;
  readonly models: number;
  readonly ofModels: number;
  readonly timing: boolean;
}
