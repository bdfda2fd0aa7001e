import assert from 'node:assert/strict';
import { type AstNode, AstUtils, type LangiumDocument } from 'langium';
import type { SourceRange } from '../../../core/runbook/source.ts';
import type { Block, File } from '../../../language-server/src/generated/ast.ts';
import { KeptLowering, type LoweringServices } from '../../../language-server/src/lower/kept-lowering.ts';
import type { Lowered } from '../../../language-server/src/lower/kept-result.ts';
import { namespaceRead, type ReferenceNode } from '../../../language-server/src/lower/names-used.ts';
import { placeOfName } from '../../../language-server/src/lower/places.ts';
import { lower } from '../../../language-server/src/lower.ts';
import { withImports } from '../../../language-server/src/names/imported-files.ts';
import type { Workspace } from '../pieces/workspace.ts';

/** What is kept of each file of a workspace, taken as the entry, beside what lowering makes of it from nothing. */
export class Comparison {
  readonly #workspace: Workspace;
  readonly #kept: ReadonlyMap<LangiumDocument, KeptLowering>;
  readonly #services: LoweringServices;
  #before = new Map<LangiumDocument, Sight>();

  constructor(workspace: Workspace) {
    const { failback, documents } = workspace;
    this.#workspace = workspace;
    this.#services = {
      comments: failback.documentation.CommentProvider,
      namesVisibleFrom: (file) => failback.references.ScopeProvider.namesVisibleFrom(file),
    };
    this.#kept = new Map(documents.map((document) => [document, new KeptLowering(this.#services)]));
  }

  /** Fails unless what is kept says what a fresh lowering says, and consists of the same objects wherever nothing changed. */
  check(): void {
    const sights = new Map<LangiumDocument, Sight>();
    for (const [document, kept] of this.#kept) {
      const files = withImports(document, this.#workspace.shared.workspace.LangiumDocuments);
      const lowered = kept.lower(files);
      const fresh = lower(files, this.#services);
      if (JSON.stringify(lowered) !== JSON.stringify(fresh)) assert.deepEqual(plain(lowered), plain(fresh));
      const sight = { lowered, things: thingsOf(lowered, files, this.#services) };
      sameWhereNothingChanged(this.#before.get(document), sight);
      sights.set(document, sight);
    }
    this.#before = sights;
  }
}

interface Sight {
  readonly lowered: Lowered;
  readonly things: ReadonlyMap<AstNode, { readonly value: object; readonly rests: ReadonlySet<unknown> }>;
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function sameWhereNothingChanged(before: Sight | undefined, after: Sight): void {
  for (const [node, { value, rests }] of after.things) {
    const earlier = before?.things.get(node);
    if (earlier === undefined || !isSameSet(earlier.rests, rests)) continue;
    assert.ok(
      earlier.value === value,
      `${node.$type} ${(value as { name?: string }).name} is another object than before`,
    );
  }
}

function isSameSet(one: ReadonlySet<unknown>, other: ReadonlySet<unknown>): boolean {
  return one.size === other.size && [...one].every((each) => other.has(each));
}

/** Each declared thing of a runbook by its node, with all that it rests on: nodes, and names that stand for nothing. */
function thingsOf(
  { runbook }: Lowered,
  files: readonly LangiumDocument<File>[],
  services: LoweringServices,
): Sight['things'] {
  const values = new Map<string, object>();
  if (runbook === undefined) return new Map();
  const lists = Object.values(runbook).filter(Array.isArray).flat() as { name?: string; at?: SourceRange }[];
  for (const value of lists) if (value.at !== undefined && value.name !== undefined) values.set(keyOf(value.at), value);
  const things = new Map<AstNode, { value: object; rests: Set<unknown> }>();
  const head = files[0]?.parseResult.value.blocks.find(({ $type }) => $type === 'Runbook');
  for (const file of files)
    for (const block of file.parseResult.value.blocks)
      for (const node of block.$type === 'VmGroup' ? block.members : [block]) {
        const value = 'name' in node && node.name !== undefined ? values.get(keyOf(placeOfName(node))) : undefined;
        if (value === undefined) continue;
        const rests = new Set<unknown>([architectureOf(head)]);
        gather(node, file, services, rests);
        things.set(node, { value, rests });
      }
  return things;
}

function architectureOf(head: Block | undefined): string {
  const setting =
    head?.$type === 'Runbook' ? head.settings.find(({ $type }) => $type === 'ArchitectureSetting') : undefined;
  return String((setting as { value?: string } | undefined)?.value);
}

function gather(node: AstNode, file: LangiumDocument<File>, services: LoweringServices, rests: Set<unknown>): void {
  if (rests.has(node)) return;
  rests.add(node);
  const own = node.$type === 'Member' ? node.$container : undefined;
  if (own !== undefined) rests.add(own);
  const defaults = file.parseResult.value.blocks.find(({ $type }) => $type === 'Defaults');
  if (/^(Vm|VmGroup|Member)$/.test(node.$type) && defaults !== undefined) gather(defaults, file, services, rests);
  for (const part of [...AstUtils.streamAst(node), ...(own === undefined ? [] : AstUtils.streamAst(own))]) {
    const namespace = namespaceRead(part);
    const written = (part as ReferenceNode).target?.$refText;
    if (namespace === undefined || !written) continue;
    const found = services.namesVisibleFrom(file).find(namespace, written);
    if (found === undefined) rests.add(`${namespace} ${written}`);
    else gather(found, AstUtils.getDocument(found) as LangiumDocument<File>, services, rests);
  }
}

function keyOf(at: SourceRange): string {
  return JSON.stringify(at);
}
