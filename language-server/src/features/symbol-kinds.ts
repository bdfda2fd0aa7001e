import { type AstNode, type AstNodeDescription, isAstNodeDescription } from 'langium';
import type { NodeKindProvider } from 'langium/lsp';
import type { CompletionItemKind, SymbolKind } from 'vscode-languageserver';

/** Icons in the outline and in completion. The numbers are those of the Language Server Protocol. */
export class FailbackSymbolKinds implements NodeKindProvider {
  getSymbolKind(node: AstNode | AstNodeDescription): SymbolKind {
    return SYMBOLS[typeOf(node)] ?? FIELD;
  }

  getCompletionItemKind(node: AstNode | AstNodeDescription): CompletionItemKind {
    return ITEMS[typeOf(node)] ?? REFERENCE;
  }
}

const MODULE = 2;
const CLASS = 5;
const FIELD = 8;
const INTERFACE = 11;
const OBJECT = 19;
const EVENT = 24;
const REFERENCE = 18;

const SYMBOLS: Readonly<Record<string, SymbolKind>> = {
  Runbook: MODULE,
  Vm: OBJECT,
  VmGroup: CLASS,
  Member: OBJECT,
  Wave: EVENT,
  Vault: INTERFACE,
  VCenter: INTERFACE,
  Appliance: INTERFACE,
  MasterTarget: INTERFACE,
};

const ITEM_MODULE = 9;
const ITEM_VALUE = 12;
const ITEM_EVENT = 23;

const ITEMS: Readonly<Record<string, CompletionItemKind>> = {
  Vm: ITEM_VALUE,
  Member: ITEM_VALUE,
  VmGroup: ITEM_MODULE,
  Wave: ITEM_EVENT,
};

function typeOf(node: AstNode | AstNodeDescription): string {
  return isAstNodeDescription(node) ? node.type : node.$type;
}
