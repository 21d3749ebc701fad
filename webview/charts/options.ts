import type { ChartOptions, Scale } from 'chart.js';
import { isLabelled, isRound, type ScaleType } from './scale.ts';
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

interface Tick {
  readonly value: number;
}

interface AxisTexts {
  readonly type: ScaleType;
  readonly format: (value: number) => string;
  readonly room: 'wide' | 'narrow';
}

/**
 * Names a tick; `null` leaves it out. On a logarithmic axis 1, 2 and 5 of each decade have names (1 and 3 where there is little
 * room), or every round tick where the axis is cut so close that fewer than two of those are left. Ticks that would bear the
 * same name bear none.
 */
export function tickText(value: number, ticks: readonly Tick[], { type, format, room }: AxisTexts): string | null {
  const named = ticks.filter((tick) => isLabelled(tick.value, type, room));
  const shown = named.length > 1 || type === 'linear' ? named : ticks.filter((tick) => isRound(tick.value));
  const text = format(value);
  const same = shown.filter((tick) => format(tick.value) === text);
  return same.length === 1 && same[0]?.value === value ? text : null;
}

/** Of a chart, in px. */
const narrow = 480;

/** A value axis with title and unit. */
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
      callback(this: Scale, value: string | number, _: number, ticks: readonly Tick[]) {
        const room = this.isHorizontal() && this.chart.width < narrow ? 'narrow' : 'wide';
        return tickText(Number(value), ticks, { type, format, room });
      },
    },
  };
}
