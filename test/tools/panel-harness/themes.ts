import { readFileSync } from 'node:fs';

/** VS Code's own themes with the values that it hands a webview; body classes as it sets them. */
export const themes = {
  light: { file: 'light-modern.css', bodyClass: 'vscode-light' },
  dark: { file: 'dark-modern.css', bodyClass: 'vscode-dark' },
  'hc-dark': { file: 'high-contrast.css', bodyClass: 'vscode-high-contrast' },
  'hc-light': { file: 'high-contrast-light.css', bodyClass: 'vscode-high-contrast-light vscode-high-contrast' },
} as const;
export type ThemeName = keyof typeof themes;

export function themeCss(name: ThemeName): string {
  return readFileSync(new URL(`themes/${themes[name].file}`, import.meta.url), 'utf8');
}
