/** The command palette, quick picks and input boxes: all three are one widget in VS Code. */
import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { retry, waitUntil } from './retry.ts';

export class QuickInput {
  readonly widget: Locator;
  readonly input: Locator;
  readonly rows: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.widget = page.locator('.quick-input-widget:visible');
    this.input = this.widget.locator('.quick-input-box input').first();
    this.rows = this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /**
   * Runs a command by its title, as the palette shows it ("LLM Bench: Run Suite").
   *
   * The palette's list is computed when it opens; before the extension host has reported, contributed commands are
   * not in it. So it is opened again until the command is there.
   */
  async runCommand(title: string): Promise<void> {
    await retry(`the command "${title}" in the palette`, async () => {
      await this.#open(title);
      await this.row(title).click({ timeout: 2_000 });
      // The command may show a box of its own in the same widget: be sure not to take the palette for it.
      await waitUntil(
        'the palette to close',
        () => this.#showsPalette(),
        (shown) => !shown,
        5_000,
      );
    });
  }

  /** Leaves the palette open with the command chosen, so that Enter runs it. */
  async findCommand(title: string): Promise<void> {
    const chosen = this.widget.locator('.monaco-list-row.focused .label-name').first();
    await retry(`the command "${title}" chosen in the palette`, async () => {
      await this.#open(title);
      for (let rows = await this.rows.count(); (await chosen.innerText({ timeout: 2_000 })) !== title; rows--) {
        if (rows === 0) throw new Error('It is in no row.');
        await this.input.press('ArrowDown');
      }
    });
  }

  /** Whether the palette offers the command now. Wait for the extension before asking for what should not be there. */
  async hasCommand(title: string): Promise<boolean> {
    await this.#open(title);
    const rows = await this.rows.allInnerTexts();
    await this.#page.keyboard.press('Escape');
    return rows.some((text) => firstLine(text) === title);
  }

  async #showsPalette(): Promise<boolean> {
    if (!(await this.input.isVisible())) return false;
    return (await this.input.inputValue({ timeout: 1_000 })).startsWith('>');
  }

  async #open(title: string): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#page.keyboard.press('F1');
    await this.input.waitFor({ timeout: 5_000 });
    // Not the page's own patience: a palette that was closed meanwhile is opened again by the caller.
    await this.input.fill(`>${title}`, { timeout: 2_000 });
    await this.rows.first().waitFor({ timeout: 2_000 });
  }

  /** The row whose label is the text or matches the pattern; detail and description do not count. */
  row(label: string | RegExp): Locator {
    return this.rows.filter({ has: this.#page.locator('.label-name').getByText(label, { exact: true }) }).first();
  }

  /** Runs a command that asks with quick picks, and chooses there. A pick that lost the focus has closed itself: asked again. */
  async runAndPick(title: string, ...labels: readonly RegExp[]): Promise<void> {
    await retry(`the rows ${labels.join(', ')} of "${title}"`, async () => {
      await this.runCommand(title);
      for (const label of labels) await this.row(label).click({ timeout: 3_000 });
    });
  }

  /** The same with checkboxes: ticks all rows of the pattern and accepts. */
  async runAndTick(title: string, label: RegExp): Promise<void> {
    await retry(`the ticked rows ${String(label)} of "${title}"`, async () => {
      await this.runCommand(title);
      await this.row(label).waitFor({ timeout: 3_000 });
      for (const row of await this.rows.filter({ hasText: label }).all()) {
        await row.locator('.monaco-checkbox').click({ timeout: 2_000 });
      }
      await this.input.press('Enter', { timeout: 2_000 });
    });
  }

  /** Chooses one row of a quick pick. Given as a text it is searched for first, as a long list draws only what is in sight. */
  async pick(label: string | RegExp): Promise<void> {
    if (typeof label === 'string') await this.type(label);
    await this.row(label).click();
  }

  /** Ticks rows of a quick pick with checkboxes and accepts. */
  async pickMany(...labels: (string | RegExp)[]): Promise<void> {
    for (const label of labels) await this.row(label).locator('.monaco-checkbox').click();
    await this.accept();
  }

  async labels(): Promise<string[]> {
    await this.rows.first().waitFor();
    return (await this.rows.allInnerTexts()).map(firstLine);
  }

  /** Waits for a step by its title: what is typed sooner is taken by the step before. */
  async asks(title: string): Promise<void> {
    await this.widget.getByText(title).waitFor();
  }

  /** Types into the input box and accepts. */
  async enter(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
  }

  /**
   * Chooses a file by its path in the editor's own file dialog. While that lists a folder it takes no keys, and puts the
   * folder in place of what was typed: typed again until the dialog is gone.
   */
  async enterPath(path: string): Promise<void> {
    const value = async () => ((await this.input.isVisible()) ? this.input.inputValue({ timeout: 1_000 }) : '');
    await waitUntil('the file dialog', value, (text) => text.startsWith('/'));
    await retry(`the file dialog to take ${path}`, async () => {
      if (!(await value()).startsWith('/')) return;
      await this.input.fill(path, { timeout: 1_000 });
      await this.rows
        .filter({ hasText: basename(path) })
        .first()
        .waitFor({ timeout: 2_000 });
      await this.input.press('Enter', { timeout: 1_000 });
      await waitUntil('the dialog to close', value, (text) => !text.startsWith('/'), 2_000);
    });
  }

  async type(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
  }

  async accept(): Promise<void> {
    // Pressed in the input: on a ticked checkbox Enter would untick it.
    await this.input.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** True while a box hides what is typed, as it must for a key. */
  async isPassword(): Promise<boolean> {
    await this.input.waitFor();
    return (await this.input.getAttribute('type')) === 'password';
  }

  /** The line under the input: prompt or validation message. */
  async message(): Promise<string> {
    return (await this.widget.locator('.quick-input-message').innerText()).trim();
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.trim() ?? '';
}
