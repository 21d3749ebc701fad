// Renders media/icon.svg to media/icon.png, 128 × 128: node test/tools/panel-harness/icon.ts (see browser.ts for what it needs)
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from './browser.ts';

const media = new URL('../../../media/', import.meta.url);
const svg = readFileSync(new URL('icon.svg', media), 'utf8');
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 128, height: 128 }, deviceScaleFactor: 1 });
await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
await page.screenshot({ path: fileURLToPath(new URL('icon.png', media)), omitBackground: true });
await browser.close();
