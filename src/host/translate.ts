import { l10n } from 'vscode';
import { translateWith } from './words.ts';

translateWith(l10n.t);
