/** Commands of other tools, and what is meant by them here. */
const MEANT: Readonly<Record<string, string>> = {
  init: 'new',
  create: 'new',
  generate: 'new',
  lint: 'check',
  validate: 'check',
  fmt: 'format',
  discover: 'capture',
  scan: 'capture',
  preview: 'plan',
  simulation: 'rehearse',
  test: 'rehearse',
  'dry-run': 'rehearse',
  apply: 'run',
  start: 'run',
  failover: 'run',
  list: 'runs',
  ls: 'runs',
  show: 'status',
  logs: 'status',
  watch: 'status',
  abort: 'cancel',
  rollback: 'undo',
  revert: 'undo',
  continue: 'resume',
  help: '--help',
  lsp: 'language-server',
};

/** Names what a word of another tool is called here, in place of the command whose letters are nearest. */
export function withForeignWord(text: string): string {
  const word = /unknown command '([^']+)'/.exec(text)?.[1]?.toLowerCase();
  const meant = word === undefined || !Object.hasOwn(MEANT, word) ? undefined : MEANT[word];
  if (meant === undefined) return text;
  return `${text.replace(/\n\(Did you mean .*\)\n?$/, '').trimEnd()}\n(Did you mean ${meant}?)\n`;
}
