/** When the browser has painted something, by its own clock, and how much the charts of the panel drew. */
import type { Frame, FrameLocator, Locator } from 'playwright-core';
import type { Window } from './window.ts';

export interface DrawnChart {
  readonly label: string;
  /** In px of the page. */
  readonly width: number;
  readonly height: number;
  /** Arcs and line ends of the last drawing. */
  readonly marks: number;
}

/**
 * Runs in each frame before its own scripts. VS Code writes the panel's document into a frame that had another one before: of what
 * was begun there only timers go on. What is in the page when a frame is drawn is on the screen when the next one is.
 * The clocks of two frames share no origin; `timeOrigin` tells where each began.
 */
const watch = `(() => {
  if (parent === globalThis.window) return;
  const now = () => performance.timeOrigin + performance.now();
  const look = () => {
    if (document.querySelector('main > .answer') === null) return setTimeout(look, 5);
    requestAnimationFrame(() => requestAnimationFrame(() => (globalThis.answerPaintedAt = now())));
  };
  look();
  const marks = (globalThis.chartMarks = new WeakMap());
  const pen = CanvasRenderingContext2D.prototype;
  const { clearRect } = pen;
  pen.clearRect = function (...box) {
    marks.set(this.canvas, 0);
    return clearRect.apply(this, box);
  };
  for (const name of ['arc', 'lineTo', 'bezierCurveTo', 'rect', 'fillRect']) {
    const draw = pen[name];
    pen[name] = function (...where) {
      marks.set(this.canvas, (marks.get(this.canvas) ?? 0) + 1);
      return draw.apply(this, where);
    };
  }
})()`;

const noteMouse = `addEventListener(
  'mousedown',
  ({ timeStamp }) => (globalThis.mouseDownAt = performance.timeOrigin + timeStamp),
  { capture: true, once: true },
)`;

const painted = `new Promise((resolve) => {
  const look = () => (globalThis.answerPaintedAt ? resolve(globalThis.answerPaintedAt) : setTimeout(look, 5));
  look();
})`;

/** Once for a window, before a panel opens in it. */
export async function watchPanels(window: Window): Promise<void> {
  await window.page.context().addInitScript(watch);
}

/** Clicks, and tells how many ms later the verdict of the panel that opens is on the screen. */
export async function clickToAnswer(window: Window, target: Locator): Promise<number> {
  await window.page.evaluate(noteMouse);
  await target.click();
  const at = await (await frameOf(window.webview())).evaluate<number>(painted);
  return at - (await window.page.evaluate<number>('globalThis.mouseDownAt'));
}

/** Clicks in the panel, and tells how many ms later a status that begins so is on the screen. */
export async function clickToStatus(panel: FrameLocator, button: string, status: string): Promise<number> {
  const frame = await frameOf(panel);
  return frame.evaluate<number>(`new Promise((resolve) => {
    const start = performance.now();
    const isShown = () =>
      [...document.querySelectorAll('[role="status"]')].some(({ textContent }) => textContent.startsWith(${JSON.stringify(status)}));
    const look = () => requestAnimationFrame(isShown() ? () => resolve(performance.now() - start) : look);
    document.querySelector(${JSON.stringify(`[aria-label="${button}"]`)}).click();
    look();
  })`);
}

/** What the charts that are in the panel have drawn. */
export async function drawnCharts(panel: FrameLocator): Promise<readonly DrawnChart[]> {
  const frame = await frameOf(panel);
  return frame.evaluate<DrawnChart[]>(`[...document.querySelectorAll('canvas')].map((canvas) => ({
    label: canvas.getAttribute('aria-label') ?? '',
    width: canvas.clientWidth,
    height: canvas.clientHeight,
    marks: globalThis.chartMarks.get(canvas) ?? 0,
  }))`);
}

async function frameOf(panel: FrameLocator): Promise<Frame> {
  const element = await panel.locator('main > .answer').first().elementHandle({ timeout: 60_000 });
  const frame = await element?.ownerFrame();
  if (!frame) throw new Error('The panel is gone.');
  return frame;
}
