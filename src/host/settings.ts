import * as vscode from 'vscode';
import { settingDefaults, settingsSection, type Settings } from './contributions.ts';

/** The setting as the user has it now. A value of the wrong type counts as not set. */
export function setting<Key extends keyof Settings>(key: Key): Settings[Key] {
  const value: unknown = vscode.workspace.getConfiguration(settingsSection).get(key);
  return typeof value === typeof settingDefaults[key] ? (value as Settings[Key]) : settingDefaults[key];
}
