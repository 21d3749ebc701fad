import { parentPort } from 'node:worker_threads';
import { diskReader, fileStamp } from '../core/diskReader.ts';
import { languageSources } from '../core/languageSources.ts';
import { languageAnswers } from '../core/suite/language/answers.ts';
import { ParsedSuites } from '../core/suite/language/parsed.ts';
import { serveSuites } from '../core/suite/language/serve.ts';
import { suiteOptionsFor } from '../core/suiteOptions.ts';

/** Composition root of the suites' thread: what is said of suites while they are written. */
const port = parentPort;
if (!port) throw new Error('suite.worker runs as a worker thread only');

const suites = new ParsedSuites({ reader: diskReader, stampOf: fileStamp, optionsFor: suiteOptionsFor });
serveSuites(
  suites,
  languageAnswers(
    suites,
    languageSources(() => new Date()),
  ),
  port,
);
