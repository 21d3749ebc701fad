/** Colours, by what they are for; `low` and `high` as parts of `rgba()`. */
export const light = {
  paper: '#ffffff',
  card: '#f6f7f9',
  ink: '#1a1d21',
  muted: '#5b636d',
  line: '#dfe3e8',
  accent: '#2f54c8',
  'accent-soft': '#e6ecfd',
  bad: '#b42318',
  good: '#0b7285',
  low: '217, 95, 2',
  high: '12, 133, 153',
} as const;

export type ColourName = keyof typeof light;
export type Palette = Readonly<Record<ColourName, string>>;

export const dark: Palette = {
  paper: '#15171b',
  card: '#1d2026',
  ink: '#e7e9ec',
  muted: '#9da5af',
  line: '#30353d',
  accent: '#93aaff',
  'accent-soft': '#232b47',
  bad: '#ff8a80',
  good: '#4fc3d4',
  low: '240, 130, 50',
  high: '50, 180, 200',
};

/** What makes shapes a plot. A picture that stands alone has its colours in it: few drawing programs know CSS variables. */
export function plotRules(colour: (name: ColourName) => string): string {
  return `
.plot text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-size: 11px; fill: ${colour('ink')}; font-variant-numeric: tabular-nums; }
.plot .tick, .plot .axis-title { fill: ${colour('muted')}; }
.plot .label { paint-order: stroke; stroke: ${colour('paper')}; stroke-width: 3px; stroke-linejoin: round; }
.grid { stroke: ${colour('line')}; stroke-width: 1; }
.axis { stroke: ${colour('muted')}; stroke-width: 1; }
.front { fill: none; stroke: ${colour('accent')}; stroke-width: 1.5; stroke-dasharray: 5 4; opacity: .75; }
.whisker { stroke: ${colour('muted')}; stroke-width: 1.4; }
.point { fill: ${colour('paper')}; stroke: ${colour('muted')}; stroke-width: 2; }
.point.on-front { stroke: ${colour('accent')}; }
.point.chosen { fill: ${colour('accent')}; stroke: ${colour('accent')}; }
.dot { fill: ${colour('muted')}; opacity: .28; }
.box { fill: ${colour('muted')}; fill-opacity: .16; stroke: ${colour('muted')}; stroke-width: 1.2; }
.median { stroke: ${colour('ink')}; stroke-width: 2.4; }
.first-token { fill: ${colour('paper')}; stroke: ${colour('ink')}; stroke-width: 1.3; }
.row.chosen .box { fill: ${colour('accent')}; fill-opacity: .22; stroke: ${colour('accent')}; }
.row.chosen .dot { fill: ${colour('accent')}; }
.row.chosen .row-label { font-weight: 700; }`.trim();
}
