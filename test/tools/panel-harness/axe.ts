// What axe finds on the panel: node test/tools/panel-harness/axe.ts [variant…] [--theme=dark] [--width=1280]
// Needs CHROME_PATH and PLAYWRIGHT_CORE (see browser.ts). Quicker than test/e2e/accessibility.test.ts, which is what counts.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { launchBrowser } from './browser.ts';
import { startHarness } from './server.ts';
import { themes, type ThemeName } from './themes.ts';
import { variants } from './variants.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { theme: { type: 'string', multiple: true }, width: { type: 'string', default: '1280' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(variants);
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const violations = `axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) =>
  [impact, id, nodes.length, nodes[0].target.join(' '), nodes[0].any.concat(nodes[0].all, nodes[0].none)[0]?.message ?? ''].join(' | ')))`;
/** A page that is wider than its window scrolls sideways. */
const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

const harness = await startHarness();
const browser = await launchBrowser();
for (const theme of (values.theme ?? Object.keys(themes)) as ThemeName[]) {
  for (const variant of names) {
    const page = await browser.newPage({ viewport: { width: Number(values.width), height: 900 } });
    await page.goto(harness.url(theme, variant));
    await page.waitForSelector('main');
    for (const selector of variants[variant]?.clicks ?? []) await page.click(selector);
    await page.evaluate(axe);
    const found = await page.evaluate<string[]>(violations);
    const wider = await page.evaluate<number>(excess);
    if (wider > 0) found.push(`The page is ${wider} px wider than its window.`);
    console.log([`${variant}, ${theme}, ${values.width} px: ${found.length === 0 ? 'nothing' : ''}`, ...found].join('\n  '));
    await page.close();
  }
}
await browser.close();
harness.close();
