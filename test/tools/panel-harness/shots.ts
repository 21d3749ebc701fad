// Pictures of the comparison panel: node test/tools/panel-harness/shots.ts OUT [variant…] [--theme=dark] [--width=1280]
// `--part=#history` takes a part of the page alone. `--serve` keeps the page up for a look by hand. Needs CHROME_PATH and PLAYWRIGHT_CORE (see browser.ts).
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './browser.ts';
import { startHarness } from './server.ts';
import { themes, type ThemeName } from './themes.ts';
import { variants } from './variants.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    theme: { type: 'string', multiple: true },
    width: { type: 'string', default: '1280' },
    part: { type: 'string', default: 'body' },
    serve: { type: 'boolean', default: false },
  },
});
const harness = await startHarness();
if (values.serve) {
  for (const variant of Object.keys(variants)) console.log(harness.url('dark', variant));
} else {
  const [out = 'panel-shots', ...wanted] = positionals;
  const names = wanted.length > 0 ? wanted : Object.keys(variants);
  await shoot(out, names, (values.theme ?? Object.keys(themes)) as ThemeName[]);
  harness.close();
}

async function shoot(out: string, names: readonly string[], themeNames: readonly ThemeName[]): Promise<void> {
  const width = Number(values.width);
  mkdirSync(out, { recursive: true });
  const browser = await launchBrowser();
  const complaints: string[] = [];
  for (const theme of themeNames) {
    for (const variant of names) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      page.on('console', (message) => message.type() === 'error' && complaints.push(`${variant}, ${theme}: ${message.text()}`));
      page.on('pageerror', (error) => complaints.push(`${variant}, ${theme}: ${error.stack}`));
      await page.goto(harness.url(theme, variant));
      await page.waitForSelector('main');
      for (const selector of variants[variant]?.clicks ?? []) await page.click(selector);
      await page.evaluate('document.fonts.ready.then(() => new Promise((drawn) => setTimeout(drawn, 200)))');
      await page.locator(values.part).screenshot({ path: join(out, `${variant}-${theme}-${width}.png`) });
      await page.close();
    }
  }
  await browser.close();
  if (complaints.length > 0) {
    console.error(complaints.join('\n'));
    process.exitCode = 1;
  }
}
