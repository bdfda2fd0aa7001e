import { type AstNode, AstUtils, type LangiumDocument, type LangiumDocuments, type References, URI } from 'langium';
import type { CallHierarchyProvider, NodeKindProvider } from 'langium/lsp';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyIncomingCallsParams,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CallHierarchyOutgoingCallsParams,
  CallHierarchyPrepareParams,
  Range,
} from 'vscode-languageserver';
import {
  type File,
  isAfterSetting,
  isMachinesSetting,
  isMember,
  isRunbook,
  isVm,
  isVmGroup,
  isWave,
  type Wave,
} from '../generated/ast.ts';
import { placeOf, placeOfName } from '../lower/places.ts';
import { declarationAt } from './go-to.ts';
import { leafAt } from './place/elements.ts';

interface Services {
  readonly references: References;
  readonly documents: LangiumDocuments;
  readonly kinds: NodeKindProvider;
}

/** Wave after wave: what comes before one and what follows it; of a machine, the waves that move it. */
export class FailbackCallHierarchy implements CallHierarchyProvider {
  readonly #services: () => Services;

  constructor(services: () => Services) {
    this.#services = services;
  }

  prepareCallHierarchy(
    document: LangiumDocument,
    { position }: CallHierarchyPrepareParams,
  ): CallHierarchyItem[] | undefined {
    const named = declarationAt(document, position, this.#services().references);
    const around = leafAt(document, position)?.astNode;
    const node = named ?? (isRunbook(around) ? around : undefined);
    return node !== undefined && isInHierarchy(node) ? [this.#item(node)] : undefined;
  }

  incomingCalls({ item }: CallHierarchyIncomingCallsParams): CallHierarchyIncomingCall[] | undefined {
    const node = this.#nodeOf(item);
    if (node === undefined || isRunbook(node)) return undefined;
    if (!isWave(node)) return callers(wavesMoving(node), (from) => this.#item(from));
    const before = afterOf(node).flatMap(({ wave, at }) => (wave === undefined ? [] : [{ wave, at }]));
    if (before.length > 0) return callers(before, (from) => this.#item(from));
    // A wave that waits for none begins with the runbook.
    const runbook = fileOf(node).blocks.find(isRunbook);
    return runbook && [{ from: this.#item(runbook), fromRanges: [rangeOf(placeOfName(runbook))] }];
  }

  outgoingCalls({ item }: CallHierarchyOutgoingCallsParams): CallHierarchyOutgoingCall[] | undefined {
    const node = this.#nodeOf(item);
    if (node === undefined || !(isWave(node) || isRunbook(node))) return undefined;
    const waves = fileOf(node).blocks.filter(isWave);
    const following = isRunbook(node)
      ? waves.filter((wave) => afterOf(wave).length === 0)
      : waves.filter((wave) => afterOf(wave).some((before) => before.wave === node));
    return following.map((wave) => ({ to: this.#item(wave), fromRanges: [rangeOf(placeOfName(node))] }));
  }

  #item(node: AstNode): CallHierarchyItem {
    return {
      name: (node as { name?: string }).name ?? node.$type,
      ...(isWave(node) ? { detail: detailOf(node) } : {}),
      kind: this.#services().kinds.getSymbolKind(node),
      uri: AstUtils.getDocument(node).uri.toString(),
      range: rangeOf(placeOf(node)),
      selectionRange: rangeOf(placeOfName(node)),
    };
  }

  /** The text may have moved since the item was made, so it is looked up where it stood and must still have its name. */
  #nodeOf({ uri, selectionRange, name }: CallHierarchyItem): AstNode | undefined {
    const document = this.#services().documents.getDocument(URI.parse(uri));
    const node = document && leafAt(document, selectionRange.start)?.astNode;
    if (node !== undefined && isInHierarchy(node) && (node as { name?: string }).name === name) return node;
    const file = document?.parseResult.value as File | undefined;
    return file?.blocks.find((block) => isInHierarchy(block) && (block as { name?: string }).name === name);
  }
}

interface Naming {
  readonly wave: Wave;
  readonly at: Range;
}

function callers(found: readonly Naming[], item: (node: AstNode) => CallHierarchyItem): CallHierarchyIncomingCall[] {
  return [...Map.groupBy(found, ({ wave }) => wave)].map(([wave, all]) => ({
    from: item(wave),
    fromRanges: all.map(({ at }) => at),
  }));
}

function isInHierarchy(node: AstNode): boolean {
  return isWave(node) || isRunbook(node) || isVm(node) || isVmGroup(node) || isMember(node);
}

function fileOf(node: AstNode): File {
  return AstUtils.getDocument(node).parseResult.value as File;
}

function afterOf({ settings }: Wave): readonly { readonly wave: Wave | undefined; readonly at: Range }[] {
  return settings
    .filter(isAfterSetting)
    .flatMap(({ values }) =>
      values.map((value) => ({ wave: value.target?.ref as Wave | undefined, at: rangeOf(placeOf(value)) })),
    );
}

/** The waves of the machine's own file that name it, or its group. */
function wavesMoving(machine: AstNode): readonly Naming[] {
  const group = isMember(machine) ? machine.$container : undefined;
  return fileOf(machine)
    .blocks.filter(isWave)
    .flatMap((wave) =>
      wave.settings
        .filter(isMachinesSetting)
        .flatMap(({ values }) => values)
        .filter(({ target }) => target?.ref !== undefined && (target.ref === machine || target.ref === group))
        .map((value) => ({ wave, at: rangeOf(placeOf(value)) })),
    );
}

function detailOf({ settings }: Wave): string {
  const names = settings
    .filter(isMachinesSetting)
    .flatMap(({ values }) => values.map(({ target }) => target?.$refText ?? ''));
  return names.length > 4 ? `${names.slice(0, 4).join(', ')}, …` : names.join(', ');
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}
