import { join } from 'node:path';
import * as vscode from 'vscode';
import type { FinalLine } from '../../../language-server/protocol.ts';
import type { ChangedLines } from '../../infrastructure/changed-lines.ts';
import type { LanguageServer } from '../../infrastructure/language-server.ts';
import { plainMessage } from '../../infrastructure/plain-message.ts';
import { registerCommand } from '../../infrastructure/register-command.ts';
import { readSettings } from '../../infrastructure/settings.ts';
import { type LineMark, lineMarks, type Sign } from './line-marks.ts';

interface Needs {
  readonly language: LanguageServer;
  readonly changed: ChangedLines;
  readonly extensionPath: string;
  readonly log: vscode.LogOutputChannel;
}

/** Typing pauses this long before the lines without a way back are asked for again. */
const SETTLE_MS = 400;

/** Signs in the margin and the ruler: lines without a way back, and lines whose meaning changed against the base. */
export function markLines({ language, changed, extensionPath, log }: Needs): vscode.Disposable {
  const signs = decorationTypes(join(extensionPath, 'extension', 'icons'));
  let settle: NodeJS.Timeout | undefined;
  const drawAll = async () => {
    for (const editor of vscode.window.visibleTextEditors) if (isRunbook(editor.document)) await draw(editor);
  };
  const draw = async (editor: vscode.TextEditor) => {
    const { uri, version } = editor.document;
    const final = readSettings().pointsOfNoReturn ? await finalLines(language, uri, log) : [];
    // The lines of an older text would mark the wrong ones.
    if (editor.document.version !== version) return [];
    const marks = lineMarks(final, changed.of(uri));
    for (const [sign, type] of signs.margin) editor.setDecorations(type, optionsFor(editor.document, marks, sign));
    editor.setDecorations(
      signs.ruler,
      marks.filter((mark) => mark.changed).map(({ line }) => ({ range: lineRange(editor.document, line) })),
    );
    return marks;
  };
  const drawSoon = () => {
    clearTimeout(settle);
    settle = setTimeout(() => void drawAll(), SETTLE_MS);
  };
  drawSoon();
  return vscode.Disposable.from(
    ...signs.margin.values(),
    signs.ruler,
    { dispose: () => clearTimeout(settle) },
    changed.onDidChange(() => void drawAll()),
    vscode.window.onDidChangeVisibleTextEditors(drawSoon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isRunbook(document)) drawSoon();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('failback.review')) drawSoon();
    }),
    registerCommand('failback.toggleReviewMarks', log, async () => {
      const on = readSettings().reviewBase === 'off';
      await vscode.workspace
        .getConfiguration('failback')
        .update('review.base', on ? 'merge-base' : undefined, vscode.ConfigurationTarget.Workspace);
      await changed.look();
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined || !isRunbook(editor.document)) return [];
      const trouble = changed.troubleWith(editor.document.uri);
      if (on && trouble !== undefined)
        void vscode.window.showWarningMessage(plainMessage(`No line is marked as changed: ${trouble}`));
      return draw(editor);
    }),
  );
}

async function finalLines(
  language: LanguageServer,
  uri: vscode.Uri,
  log: vscode.LogOutputChannel,
): Promise<readonly FinalLine[]> {
  try {
    return await language.finalLines(uri);
  } catch (error) {
    log.warn(`The lines without a way back are not known: ${String(error)}`);
    return [];
  }
}

function decorationTypes(icons: string) {
  const margin = (icon: string, colour: string) =>
    vscode.window.createTextEditorDecorationType({
      gutterIconPath: join(icons, `${icon}.svg`),
      gutterIconSize: 'contain',
      overviewRulerLane: vscode.OverviewRulerLane.Right,
      ...(colour === '' ? {} : { overviewRulerColor: new vscode.ThemeColor(colour) }),
    });
  return {
    margin: new Map<Sign, vscode.TextEditorDecorationType>([
      ['unguarded', margin('mark-unguarded', 'editorOverviewRuler.errorForeground')],
      ['final', margin('mark-final', 'editorOverviewRuler.warningForeground')],
      ['grave', margin('mark-grave', '')],
      ['changed', margin('mark-changed', '')],
    ]),
    ruler: vscode.window.createTextEditorDecorationType({
      overviewRulerLane: vscode.OverviewRulerLane.Left,
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.modifiedForeground'),
    }),
  };
}

function optionsFor(document: vscode.TextDocument, marks: readonly LineMark[], sign: Sign): vscode.DecorationOptions[] {
  return marks
    .filter((mark) => mark.sign === sign)
    .map(({ line, hover }) => ({ range: lineRange(document, line), hoverMessage: hover.map(plain) }));
}

/** Names and reasons of a runbook are whatever its author typed, so nothing of it is taken for Markdown. */
function plain(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(text);
}

function lineRange(document: vscode.TextDocument, line: number): vscode.Range {
  return line < document.lineCount ? document.lineAt(line).range : new vscode.Range(line, 0, line, 0);
}

function isRunbook({ languageId }: vscode.TextDocument): boolean {
  return languageId === 'failback';
}
