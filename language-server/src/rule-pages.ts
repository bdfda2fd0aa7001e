/** Where the pages about rules are, below the documentation's root. */
const RULE_PAGES = 'docs/rules/';

/** The page about a rule; `root` is the address of the place that holds `docs/`, with its last slash. */
export function rulePage(code: string, root = ''): string {
  return `${root}${RULE_PAGES}${code}.md`;
}
