import type { ChartOptions } from 'chart.js';
import { isLabelled, type ScaleType } from './scale.ts';
import type { ChartTheme } from './theme.ts';

/** What every chart has in common: no animation (live data), the theme's type. */
export function baseOptions(theme: ChartTheme) {
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    color: theme.text,
    // Behind labels; every mark sets its own.
    backgroundColor: theme.background,
    font: fontOf(theme),
    layout: { padding: { top: 8, right: 12 } },
    interaction: { mode: 'nearest', intersect: true },
  } as const satisfies ChartOptions<'scatter' | 'bar'>;
}

/** Chart.js allows functions and gradients for a colour; ours are all plain strings. */
export function plainColour(colour: unknown): string {
  return typeof colour === 'string' ? colour : '';
}

function fontOf({ fontFamily, fontSize }: ChartTheme) {
  return { family: fontFamily, size: fontSize - 1 };
}

/** The editor's hover in look, without the colour box: the text names the model. */
export function tooltipLook(theme: ChartTheme) {
  const { text, background, border } = theme.hover;
  return {
    displayColors: false,
    backgroundColor: background,
    borderColor: border,
    borderWidth: 1,
    bodyColor: text,
    bodyFont: fontOf(theme),
    cornerRadius: 4,
    padding: 8,
  };
}

/** Text on an axis. */
export function tickLook(theme: ChartTheme, color: string = theme.muted) {
  return { color, font: fontOf(theme) };
}

/** A value axis with title and unit; on a logarithmic one, 1, 2 and 5 of each decade are labelled. */
export function axis(
  theme: ChartTheme,
  title: string,
  type: ScaleType,
  range: { readonly min: number; readonly max: number },
  format: (value: number) => string,
) {
  return {
    type,
    ...range,
    title: { display: true, text: title, ...tickLook(theme) },
    border: { color: theme.grid },
    grid: { color: theme.grid, tickColor: theme.grid },
    ticks: {
      ...tickLook(theme),
      maxRotation: 0,
      autoSkipPadding: 12,
      includeBounds: false,
      callback: (value: string | number) => (isLabelled(Number(value), type) ? format(Number(value)) : null),
    },
  };
}
