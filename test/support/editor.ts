import { DocumentState, EmptyFileSystem, type FileSystemProvider, type LangiumDocument, URI } from 'langium';
import type { Diagnostic, Position } from 'vscode-languageserver';
import { createServerServices, type FailbackLspServices } from '../../language-server/src/failback-server-module.ts';

/** Files in memory, in place of a disk. */
export function inMemory(texts: ReadonlyMap<string, string>): FileSystemProvider {
  const readFile = async (uri: URI): Promise<string> => {
    const text = texts.get(uri.path.slice(1));
    if (text === undefined) throw new Error(`There is no ${uri.path}`);
    return text;
  };
  const readDirectory = async (uri: URI) => {
    const folder = uri.path.replace(/^\/|\/$/g, '');
    const below = [...texts.keys()].filter((path) => folder === '' || path.startsWith(`${folder}/`));
    const names = below.map((path) => path.slice(folder === '' ? 0 : folder.length + 1).split('/'));
    const entries = new Map(names.map(([name = '', ...rest]) => [name, rest.length > 0]));
    return [...entries].map(([name, isDirectory]) => ({
      isFile: !isDirectory,
      isDirectory,
      uri: uri.with({ path: `${folder === '' ? '' : `/${folder}`}/${name}` }),
    }));
  };
  const base = Object.create(EmptyFileSystem.fileSystemProvider());
  return Object.assign(base, { readFile, readDirectory }) as FileSystemProvider;
}

/** The language server's services without a server: files in memory, a clock that stands still. */
export interface Editor {
  readonly services: FailbackLspServices;
  /** Opens a file, or takes its changed text, and answers when it was checked. */
  open(path: string): Promise<LangiumDocument>;
  change(path: string, text: string): Promise<LangiumDocument>;
  diagnostics(path: string): readonly Diagnostic[];
}

export function openEditor(texts: Readonly<Record<string, string>>, now = new Date('2026-11-23T09:05:00Z')): Editor {
  const files = new Map(Object.entries(texts));
  const { shared, failback } = createServerServices({
    fileSystemProvider: () => inMemory(files),
    now: () => new Date(now),
    documentationRoot: () => undefined,
  });
  const { LangiumDocuments, DocumentBuilder } = shared.workspace;
  const uriOf = (path: string): URI => URI.parse(`memory:///${path}`);
  const documentAt = (path: string): LangiumDocument => {
    const document = LangiumDocuments.getDocument(uriOf(path));
    if (document === undefined) throw new Error(`${path} is not open`);
    return document;
  };
  return {
    services: failback,
    async open(path) {
      const document = await LangiumDocuments.getOrCreateDocument(uriOf(path));
      if (document.state < DocumentState.Validated) await DocumentBuilder.build([document], { validation: true });
      return document;
    },
    async change(path, text) {
      files.set(path, text);
      DocumentBuilder.updateBuildOptions = { validation: true };
      await DocumentBuilder.update([uriOf(path)], []);
      return documentAt(path);
    },
    diagnostics: (path) => documentAt(path).diagnostics ?? [],
  };
}

/** Takes `|` out of a text and says where it stood. */
export function atCursor(text: string): { readonly text: string; readonly position: Position } {
  const offset = text.indexOf('|');
  const lines = text.slice(0, offset).split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return { text: text.slice(0, offset) + text.slice(offset + 1), position };
}
