import { type LoadedRunbook, loadRunbook } from '../../language-server/src/load-runbook.ts';

const HOME = 'file:///runbooks/';

/** Loads a runbook from texts in memory; the first file is the entry. */
export function loadTexts(files: ReadonlyMap<string, string>): Promise<LoadedRunbook> {
  const [entry = 'entry.failback'] = files.keys();
  return loadRunbook(HOME + entry, async (uri) => files.get(decodeURI(uri).slice(HOME.length)));
}

/** Loads one text. */
export function loadText(text: string): Promise<LoadedRunbook> {
  return loadTexts(new Map([['entry.failback', text]]));
}

/** Path of a file in memory, as a fixture names it. */
export function fileOf(uri: string): string {
  return decodeURI(uri).slice(HOME.length);
}
