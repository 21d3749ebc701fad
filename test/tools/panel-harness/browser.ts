import { createRequire } from 'node:module';

/** The little of Playwright that is used here. */
export interface Page {
  goto(url: string): Promise<unknown>;
  setContent(html: string): Promise<void>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  screenshot(options: { path: string; fullPage?: boolean; omitBackground?: boolean }): Promise<unknown>;
  evaluate<T>(expression: string): Promise<T>;
  waitForSelector(selector: string): Promise<unknown>;
  click(selector: string, options?: { modifiers?: readonly string[] }): Promise<void>;
  locator(selector: string): { screenshot(options: { path: string }): Promise<unknown> };
  keyboard: { press(key: string): Promise<void> };
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  close(): Promise<void>;
}

export interface Browser {
  newPage(options?: { viewport?: { width: number; height: number }; deviceScaleFactor?: number }): Promise<Page>;
  close(): Promise<void>;
}

/** Chromium through playwright-core: `PLAYWRIGHT_CORE` is the package's folder, `CHROME_PATH` the browser. */
export async function launchBrowser(): Promise<Browser> {
  const { PLAYWRIGHT_CORE = 'playwright-core', CHROME_PATH } = process.env;
  const { chromium } = createRequire(import.meta.url)(PLAYWRIGHT_CORE) as {
    chromium: { launch(options: object): Promise<Browser> };
  };
  return chromium.launch({
    ...(CHROME_PATH === undefined ? {} : { executablePath: CHROME_PATH }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
}
