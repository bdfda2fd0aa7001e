import type { LangiumDocument } from 'langium';
import type { CodeActionProvider } from 'langium/lsp';
import type { CodeAction, CodeActionParams, TextEdit } from 'vscode-languageserver';
import type { DiagnosticData } from './diagnostics.ts';

/** Offers the fix that a diagnostic carries: a word that was meant, or what its rule proposes. */
export class FailbackCodeActions implements CodeActionProvider {
  getCodeActions(_document: LangiumDocument, params: CodeActionParams): CodeAction[] {
    return params.context.diagnostics.flatMap((diagnostic) => {
      const fix = (diagnostic.data as DiagnosticData | undefined)?.fix;
      if (fix === undefined || fix === null) return [];
      const changes: Record<string, TextEdit[]> = {};
      for (const { range, newText } of fix.edits) {
        const edits = changes[range.uri] ?? [];
        edits.push({ range: { start: range.start, end: range.end }, newText });
        changes[range.uri] = edits;
      }
      return [{ title: fix.title, kind: 'quickfix', diagnostics: [diagnostic], isPreferred: true, edit: { changes } }];
    });
  }
}
