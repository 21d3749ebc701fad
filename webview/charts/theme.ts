import type { paletteSize } from '../logic/identity.ts';

/** Colours and type of the editor's theme, as a canvas needs them. */
export interface ChartTheme {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly hover: { readonly text: string; readonly background: string; readonly border: string };
  /** One for each step of `identityOf().colour`. */
  readonly palette: readonly string[];
  readonly fontFamily: string;
  /** In px. */
  readonly fontSize: number;
}

const paletteVariables = ['blue', 'red', 'green', 'purple', 'yellow', 'foreground'] as const satisfies {
  length: typeof paletteSize;
};

/** Reads the theme through `variable`: the value of a `--vscode-…` property, empty where the theme sets none. */
export function readTheme(variable: (name: string) => string): ChartTheme {
  const text = variable('--vscode-foreground');
  return {
    text,
    muted: variable('--vscode-descriptionForeground') || text,
    // Not the theme's border colour: in high contrast that is as strong as the data.
    grid: `color-mix(in srgb, ${text} 15%, transparent)`,
    background: variable('--vscode-editor-background'),
    hover: {
      text: variable('--vscode-editorHoverWidget-foreground') || text,
      background: variable('--vscode-editorHoverWidget-background'),
      border: variable('--vscode-editorHoverWidget-border') || text,
    },
    palette: paletteVariables.map((name) => variable(`--vscode-charts-${name}`) || text),
    fontFamily: variable('--vscode-font-family') || 'sans-serif',
    fontSize: Number.parseFloat(variable('--vscode-font-size')) || 13,
  };
}
