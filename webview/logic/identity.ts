/** Point shapes that stay apart at 8 px; names as in Chart.js. */
export const shapes = ['circle', 'triangle', 'rect', 'rectRot', 'star'] as const;
export type Shape = (typeof shapes)[number];

/** Colours of the theme's chart palette. Orange is left out: VS Code's own is a third transparent. */
export const paletteSize = 6;

/** What a model looks like in every chart and table. Shape and colour run at different lengths, so 30 models stay apart without colour alone. */
export function identityOf(index: number): { readonly shape: Shape; readonly colour: number } {
  return { shape: shapes[index % shapes.length] ?? 'circle', colour: index % paletteSize };
}
