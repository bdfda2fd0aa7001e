import type { LangiumDocument } from 'langium';
import type { CodeActionProvider } from 'langium/lsp';
import type { CodeAction, CodeActionParams, Diagnostic } from 'vscode-languageserver';
import type { QuickFix } from '../../../../core/rules/verdict.ts';
import type { DiagnosticData } from '../diagnostics.ts';
import { type CreateServices, declareMissing } from './declare-missing.ts';
import { editOf, withoutOverlap } from './edits.ts';
import { mendStructure } from './mend-structure.ts';
import { rewriteQuantity } from './rewrite-quantity.ts';
import { findingsOfFile, stateReason } from './state-reason.ts';

export type CodeActionServices = CreateServices & { readonly now: () => Date };

/** What mends a diagnostic, from the surest to the last resort; and what rewrites the place under the cursor. */
export class FailbackCodeActions implements CodeActionProvider {
  readonly #services: () => CodeActionServices;

  constructor(services: () => CodeActionServices) {
    this.#services = services;
  }

  getCodeActions(document: LangiumDocument, { context, range }: CodeActionParams): CodeAction[] {
    const services = this.#services();
    const wants = (kind: string): boolean =>
      context.only === undefined || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
    const actions: CodeAction[] = [];
    if (wants('quickfix')) {
      const all = document.diagnostics ?? context.diagnostics;
      const findings = context.diagnostics.length === 0 ? undefined : findingsOfFile(document, services);
      const each = (mend: (diagnostic: Diagnostic) => CodeAction[]) =>
        actions.push(...context.diagnostics.flatMap(mend));
      each((diagnostic) => [...carried(diagnostic), ...mendStructure(document, diagnostic)]);
      each((diagnostic) => declareMissing(document, diagnostic, services));
      actions.push(...eachKind(context.diagnostics, all));
      each((diagnostic) => stateReason(diagnostic, findings, services));
    }
    if (wants('refactor.rewrite')) actions.push(...rewriteQuantity(document, range.start));
    if (context.only?.some((only) => only.startsWith('source')))
      actions.push(...fixAll(document, document.diagnostics ?? []));
    return actions;
  }
}

function carried(diagnostic: Diagnostic): CodeAction[] {
  const fix = fixOf(diagnostic);
  if (fix === undefined) return [];
  return [
    { title: fix.title, kind: 'quickfix', diagnostics: [diagnostic], isPreferred: true, edit: editOf(fix.edits) },
  ];
}

/** Mends every diagnostic of the file that has the same code, where there are several. */
function eachKind(at: readonly Diagnostic[], all: readonly Diagnostic[]): CodeAction[] {
  const codes = new Set(at.filter((one) => fixOf(one) !== undefined).map(({ code }) => code));
  return [...codes].flatMap((code): CodeAction[] => {
    const alike = all.filter((one) => one.code === code && fixOf(one) !== undefined);
    if (alike.length < 2) return [];
    const edits = withoutOverlap(alike.flatMap((one) => fixOf(one)?.edits ?? []));
    return [
      {
        title: `Fix all ${alike.length} of this kind in the file (${code})`,
        kind: 'quickfix',
        diagnostics: alike,
        edit: editOf(edits),
      },
    ];
  });
}

/**
 * On request, and on save where somebody sets it so: words, keys, quotes and units that can only mean one thing. What a
 * rule proposes is a decision, so it is never among them.
 */
function fixAll(document: LangiumDocument, all: readonly Diagnostic[]): CodeAction[] {
  const plain = all.filter(({ code }) => !/^FB\d+$/.test(String(code)) && code !== 'unknown-name');
  const edits = withoutOverlap(plain.flatMap((one) => fixOf(one)?.edits ?? [])).filter(
    ({ range }) => range.uri === document.uri.toString(),
  );
  if (edits.length === 0) return [];
  return [{ title: 'Fix all words, keys, quotes and units', kind: 'source.fixAll', edit: editOf(edits) }];
}

function fixOf({ data }: Diagnostic): QuickFix | undefined {
  return (data as DiagnosticData | undefined)?.fix ?? undefined;
}
