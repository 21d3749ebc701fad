'use strict';
// Stands in for the native @vscode/native-watchdog, which would have to be compiled:
// ends the extension host when the server that started it is gone.

const POLL_MS = 3000;
const PARENT_GONE = 87; // the exit code of the native module

exports.start = (parentPid) => {
  setInterval(() => {
    try {
      process.kill(parentPid, 0);
    } catch {
      process.exit(PARENT_GONE);
    }
  }, POLL_MS).unref();
};
