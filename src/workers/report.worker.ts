import { parentPort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { chartSvg } from '../core/report/html/chartSvg.ts';
import { readReport, type ReadReport } from '../core/report/results/readReport.ts';
import type { ReportFunctions } from '../core/report/results/reportThread.ts';

const port = parentPort;
if (!port) throw new Error('report.worker runs as a worker thread only');

let held: ReadReport | null = null;

function report(): ReadReport {
  if (held === null) throw new Error('The report worker was asked for a report before it was given one.');
  return held;
}

const functions: ReportFunctions = {
  read: (file) => {
    held = readReport(new TextDecoder().decode(file));
  },
  view: (query) => report().view(query),
  caseAnswers: (query) => report().caseAnswers(query),
  answer: (attemptId) => report().answer(attemptId),
  chartSvg: (chart) => chartSvg(chart, report().comparison),
};
createBirpc<object, ReportFunctions>(functions, {
  post: (message) => port.postMessage(message),
  on: (receive) => port.on('message', receive),
});
