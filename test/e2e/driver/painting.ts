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

/** Of the panel: the verdict, and how far a run is. */
const answer = 'main > .answer';
const progress = '.progress';

/**
 * Runs in each frame before its own scripts. VS Code writes the panel's document into a frame that had another one before: of what
 * was begun there only timers go on. What is in the page when a frame is drawn is on the screen when the next one is.
 * The clocks of two frames share no origin; `timeOrigin` tells where each began.
 */
const watch = `(() => {
  if (parent === globalThis.window) return;
  const now = () => performance.timeOrigin + performance.now();
  const paintedAt = (globalThis.paintedAt = {});
  for (const selector of [${JSON.stringify(answer)}, ${JSON.stringify(progress)}]) {
    const look = () => {
      if (document.querySelector(selector) === null) return setTimeout(look, 5);
      requestAnimationFrame(() => requestAnimationFrame(() => (paintedAt[selector] = now())));
    };
    look();
  }
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

/** Notes Enter, and when a notification or the status bar first tells how far a run is. */
const noteEnter = `(() => {
  const isTold = () =>
    [...document.querySelectorAll('.notification-toast, .statusbar-item')].some(({ textContent }) => /\\d+\\/\\d+/.test(textContent));
  const now = () => performance.timeOrigin + performance.now();
  globalThis.toldAt = new Promise((resolve) => {
    const look = () => requestAnimationFrame(isTold() ? () => resolve(now()) : look);
    const begin = ({ key, timeStamp }) => {
      if (key !== 'Enter') return;
      removeEventListener('keydown', begin, { capture: true });
      globalThis.enterAt = performance.timeOrigin + timeStamp;
      look();
    };
    addEventListener('keydown', begin, { capture: true });
  });
  return isTold();
})()`;

/** Once for a window, before a panel opens in it. */
export async function watchPanels(window: Window): Promise<void> {
  await window.page.context().addInitScript(watch);
}

/** Clicks, and tells how many ms later the verdict of the panel that opens is on the screen. */
export async function clickToAnswer(window: Window, target: Locator): Promise<number> {
  await window.page.evaluate(noteMouse);
  await target.click();
  return (await paintedAt(window.webview(), answer)) - (await window.page.evaluate<number>('globalThis.mouseDownAt'));
}

export interface FirstProgress {
  /** In a notification or the status bar. */
  readonly toldMs: number;
  readonly panelMs: number;
}

/** Presses Enter on a command that runs a suite, and tells how many ms later it is seen how far the run is. */
export async function enterToProgress(window: Window): Promise<FirstProgress> {
  if (await window.page.evaluate<boolean>(noteEnter)) throw new Error('The progress of another run is still shown.');
  await window.page.keyboard.press('Enter');
  const panelAt = await paintedAt(window.webview(), progress);
  const [enterAt = NaN, toldAt = NaN] = await window.page.evaluate<number[]>('Promise.all([enterAt, toldAt])');
  return { toldMs: toldAt - enterAt, panelMs: panelAt - enterAt };
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

/** When the panel had what the selector finds on the screen, by the clock of its frame. */
async function paintedAt(panel: FrameLocator, selector: string): Promise<number> {
  const frame = await frameOf(panel, selector);
  return frame.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      const at = globalThis.paintedAt[${JSON.stringify(selector)}];
      return at ? resolve(at) : setTimeout(look, 5);
    };
    look();
  })`);
}

async function frameOf(panel: FrameLocator, selector = answer): Promise<Frame> {
  const element = await panel.locator(selector).first().elementHandle({ timeout: 60_000 });
  const frame = await element?.ownerFrame();
  if (!frame) throw new Error('The panel is gone.');
  return frame;
}
