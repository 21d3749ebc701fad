/** Runs that tests begin with, started the way a person does. */
import type { FrameLocator } from 'playwright-core';
import type { Window } from './driver/window.ts';

const runSuite = 'LLM Bench: Run Suite';

/** Opens a suite and runs it, by another command where one is named; what it returns is the panel in front. */
export async function startRun(window: Window, file: string, command = runSuite): Promise<FrameLocator> {
  await window.openFile(file);
  // Until it is drawn the extension may not know of the editor yet, and would ask which suite is meant.
  await window.codeLens('Run suite').waitFor();
  await window.runCommand(command);
  return window.webview();
}

/** The same, and waits until the panel says that the run is over. */
export async function runToItsEnd(window: Window, file: string, command = runSuite): Promise<FrameLocator> {
  const panel = await startRun(window, file, command);
  await panel.getByText(/^Finished/).waitFor();
  return panel;
}
