/** The parts of the workbench that tests look at besides the quick input and editors. */
import type { Locator, Page } from 'playwright-core';
import type { QuickInput } from './quickInput.ts';
import { retry, waitUntil } from './retry.ts';

/** The activity bar, the side bar with its views, and their trees. */
export class SideBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Shows a view container by the title of its icon in the activity bar ("Explorer", "Testing", "LLM Bench"). */
  async open(title: string): Promise<void> {
    const icon = this.#page.locator(`.activitybar .action-item:has(a[aria-label^="${title}"])`).first();
    await icon.waitFor();
    // While the workbench still loads, the icon of what is shown is not marked yet, and a click hides it.
    await retry(`the side bar of ${title}`, async () => {
      if (!(await icon.getAttribute('class'))?.includes('checked')) await icon.locator('a').first().click();
      // Not the header: it is hidden when the container has one view only.
      await this.#page.locator('.part.sidebar .pane-body').first().waitFor({ timeout: 5_000 });
    });
  }

  /** One view of the open container: its header, toolbar, tree and welcome content. */
  view(title: string): Locator {
    return this.#page.locator('.part.sidebar .pane').filter({ has: this.#page.locator(`.pane-header[aria-label^="${title}"]`) });
  }

  async titles(): Promise<string[]> {
    return (await this.#page.locator('.part.sidebar .pane-header h3.title').allInnerTexts()).map((text) => text.trim());
  }

  /** A row of a tree by its accessible name, in any view of the side bar. */
  item(name: string | RegExp): Locator {
    return this.#page.locator('.part.sidebar').getByRole('treeitem', { name }).first();
  }

  async items(view: string): Promise<string[]> {
    const texts = await this.view(view).getByRole('treeitem').allInnerTexts();
    return texts.map((text) => text.replaceAll(/\s+/g, ' ').trim());
  }

  /** Opens or closes a row with children. */
  async toggle(name: string | RegExp): Promise<void> {
    await this.item(name).locator('.monaco-tl-twistie').click();
  }

  /** Clicks an inline action (the icon that appears when the pointer is on the row) by its title. */
  async action(name: string | RegExp, title: string): Promise<void> {
    const row = this.item(name);
    await row.hover();
    await row.locator(`.actions a[aria-label^="${title}"]`).click();
  }

  async contextMenu(name: string | RegExp, title: string): Promise<void> {
    const menu = this.#page.locator('.monaco-menu');
    await retry(`"${title}" in the menu of ${name}`, async () => {
      if (await menu.first().isVisible()) await this.#page.keyboard.press('Escape');
      await this.item(name).click({ button: 'right' });
      // By the keyboard: a menu that has just opened ignores the mouse button's release.
      await menu.getByRole('menuitem', { name: title }).hover({ timeout: 3_000 });
      await menu.locator('.action-item.focused').getByRole('menuitem', { name: title }).waitFor({ timeout: 2_000 });
      await this.#page.keyboard.press('Enter');
      await menu.first().waitFor({ state: 'hidden', timeout: 2_000 });
    });
  }
}

/** A toast hides itself after a while; what is found later is in the notification centre. */
const toastMs = 15_000;

export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The notification (message or progress) that contains the text; waits for it. One that has hidden itself is found behind the bell. */
  async find(text: string | RegExp): Promise<Locator> {
    const shown = this.#page.locator('.notification-toast, .notifications-center .notification-list-item');
    const found = shown.filter({ hasText: text }).first();
    await found.waitFor({ timeout: toastMs }).catch(() => this.#page.locator('[id="status.notifications"]').click());
    await found.waitFor();
    return found;
  }

  async press(text: string | RegExp, button: string): Promise<void> {
    const toast = await this.find(text);
    // The buttons of a message appear when it is expanded; a progress message keeps them behind the pointer.
    await toast.hover();
    await toast.getByRole('button', { name: button, exact: true }).click();
  }

  async texts(): Promise<string[]> {
    return (await this.#page.locator('.notification-toast .notification-list-item-message').allInnerTexts()).map((text) =>
      text.trim(),
    );
  }

  async clear(): Promise<void> {
    for (const close of await this.#page.locator('.notification-toast .codicon-notifications-clear').all()) {
      await close.click({ force: true, timeout: 1_000 }).catch(() => {});
    }
  }
}

export interface ShownProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

const POSITION = /\[Ln (\d+), Col (\d+)\]/;

export class Problems {
  readonly #page: Page;
  readonly #quickInput: QuickInput;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
  }

  /** What the Problems panel lists, once it lists anything. Files are left out, positions are 1-based as shown. */
  async list(): Promise<ShownProblem[]> {
    const panel = this.#page.locator('.markers-panel');
    if (!(await panel.isVisible())) await this.#quickInput.runCommand('View: Toggle Problems');
    const rows = panel.getByRole('treeitem');
    const texts = await waitUntil(
      'a problem in the Problems panel',
      () => rows.allInnerTexts(),
      (all) => all.some((text) => POSITION.test(text)),
    );
    return texts.flatMap(parseProblem);
  }
}

function parseProblem(text: string): ShownProblem[] {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  const position = POSITION.exec(flat);
  if (position === null) return [];
  const message = flat.slice(0, position.index).trim();
  return [{ message, line: Number(position[1]), column: Number(position[2]) }];
}
