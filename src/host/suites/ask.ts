import * as vscode from 'vscode';

/** What became of a question that is one of several. */
export type Reply<T> = { readonly kind: 'next'; readonly value: T } | { readonly kind: 'back' | 'cancelled' };

/** How a question is shown. Its place among the others is `step` of `of`. */
export interface Question {
  readonly title: string;
  readonly step: number;
  readonly of: number;
}

/** Asks one thing after another; back from the first one is back from them all. A question that rejects ends them. */
export async function askInTurn(
  questions: readonly (() => Promise<Reply<unknown>['kind']>)[],
): Promise<'done' | 'back' | 'cancelled'> {
  let at = 0;
  for (let question = questions[0]; question !== undefined; question = questions[at]) {
    const kind = await question();
    if (kind === 'cancelled') return kind;
    at += kind === 'back' ? -1 : 1;
    if (at < 0) return 'back';
  }
  return 'done';
}

export function askPick<T extends vscode.QuickPickItem>(
  question: Question,
  items: readonly T[],
  placeholder: string,
): Promise<Reply<T>> {
  const pick = vscode.window.createQuickPick<T>();
  pick.items = items;
  pick.placeholder = placeholder;
  pick.matchOnDetail = true;
  pick.matchOnDescription = true;
  return reply(pick, question, () => pick.activeItems[0]);
}

export interface ManyPick<T> {
  readonly items: readonly T[];
  /** Picked to begin with. */
  readonly picked: readonly T[];
  /** Items that take a while to be found, to be put after the others. */
  readonly more: Promise<readonly T[]>;
  readonly placeholder: string;
}

/** At least one has to be picked. */
export function askMany<T extends vscode.QuickPickItem>(
  question: Question,
  { items, picked, more, placeholder }: ManyPick<T>,
): Promise<Reply<readonly T[]>> {
  const pick = vscode.window.createQuickPick<T>();
  pick.canSelectMany = true;
  pick.items = items;
  pick.selectedItems = picked;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.busy = true;
  let isOpen = true;
  pick.onDidHide(() => (isOpen = false));
  void more.then((found) => {
    if (!isOpen) return;
    pick.busy = false;
    if (found.length === 0) return;
    const selected = pick.selectedItems;
    pick.items = [...items, ...found];
    pick.selectedItems = selected;
  });
  return reply(pick, question, () => (pick.selectedItems.length === 0 ? undefined : pick.selectedItems));
}

export interface TextQuestion {
  readonly prompt: string;
  readonly value: string;
  readonly faultOf: (text: string) => string | null;
}

export function askText(question: Question, { prompt, value, faultOf }: TextQuestion): Promise<Reply<string>> {
  const box = vscode.window.createInputBox();
  box.prompt = prompt;
  box.value = value;
  box.valueSelection = [0, value.length];
  const check = (text: string) => {
    const fault = faultOf(text);
    box.validationMessage = fault ?? '';
    return fault === null;
  };
  box.onDidChangeValue(check);
  return reply(box, question, () => (check(box.value) ? box.value : undefined));
}

type Input = (vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox) & {
  readonly onDidAccept: vscode.Event<void>;
  readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
};

/** @param read what is accepted; `undefined` keeps the question open */
function reply<T>(input: Input, { title, step, of }: Question, read: () => T | undefined): Promise<Reply<T>> {
  input.title = title;
  input.step = step;
  input.totalSteps = of;
  // The first question is a list like any other; what was filled in since should not be lost with the focus.
  input.ignoreFocusOut = step > 1;
  input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const end = (ending: Reply<T>) => {
      resolve(ending);
      input.dispose();
    };
    input.onDidTriggerButton(() => end({ kind: 'back' }));
    input.onDidAccept(() => {
      const value = read();
      if (value !== undefined) end({ kind: 'next', value });
    });
    input.onDidHide(() => end({ kind: 'cancelled' }));
    input.show();
  });
}
