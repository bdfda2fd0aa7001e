import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const root = new URL('../../', import.meta.url);
const GRAMMARS: Readonly<Record<string, string>> = {
  'source.failback': 'syntaxes/failback.tmLanguage.json',
  'text.failback-plan': 'syntaxes/failback-plan.tmLanguage.json',
};

/** Colours a text as GitHub, terminals and VS Code's first glance do: by the TextMate grammar alone. */
export async function loadHighlighter(scopeName: string): Promise<(text: string) => string> {
  await wasm;
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (name) => {
      const file = GRAMMARS[name];
      return file === undefined ? null : textmate.parseRawGrammar(readFileSync(new URL(file, root), 'utf8'), file);
    },
  });
  const grammar = await registry.loadGrammar(scopeName);
  if (grammar === null) throw new Error(`There is no grammar of ${scopeName}.`);
  return (text) => drawn(text, grammar);
}

const wasm = oniguruma.loadWASM(
  readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')),
);

/** Under each line its stretches that have a scope, one a line: `  ^^^ keyword.other`. */
function drawn(text: string, grammar: textmate.IGrammar): string {
  let state = textmate.INITIAL;
  const lines: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    lines.push(`|${line}`);
    for (const { startIndex, endIndex, scopes } of tokens) {
      const own = scopes.slice(1).map((scope) => scope.replace(/\.failback(-plan)?$/, ''));
      const end = Math.min(endIndex, line.length);
      if (own.length > 0 && end > startIndex)
        lines.push(`|${' '.repeat(startIndex)}${'^'.repeat(end - startIndex)} ${own.join(' ')}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
