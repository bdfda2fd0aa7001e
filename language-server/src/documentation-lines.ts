import type { AstNode, CommentProvider } from 'langium';
import { AstUtils } from 'langium';

/** The `///` lines just above a declaration, without their slashes. */
export class DocumentationLines implements CommentProvider {
  getComment(node: AstNode): string | undefined {
    const start = node.$cstNode?.range.start;
    if (start === undefined) return undefined;
    const text = AstUtils.getDocument(node).textDocument;
    const before = text.getText({ start: { line: start.line, character: 0 }, end: start });
    // Of several declarations on one line the first is the documented one.
    if (before.trim() !== '') return undefined;
    const lines: string[] = [];
    for (let line = start.line - 1; line >= 0; line--) {
      const content = text.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
      const match = /^\s*\/\/\/ ?(.*?)\s*$/.exec(content);
      if (match === null) break;
      lines.unshift(match[1] ?? '');
    }
    return lines.length === 0 ? undefined : lines.join('\n');
  }
}
