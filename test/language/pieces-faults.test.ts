import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { AstNode, CstNode, Reference } from 'langium';
import type { FailbackServices } from '../../language-server/src/failback-module.ts';
import { declarationsIn } from '../../language-server/src/names/declared-names.ts';
import { FileNames } from '../../language-server/src/names/file-names.ts';
import { NameLinker } from '../../language-server/src/names/name-linker.ts';
import type { ChangedRange } from '../../language-server/src/pieces/changed-ranges.ts';
import type { Replacement } from '../../language-server/src/pieces/cut-again.ts';
import type { EditedText } from '../../language-server/src/pieces/edited-text.ts';
import { editedTexts } from '../../language-server/src/pieces/edited-texts.ts';
import type { GroupPart } from '../../language-server/src/pieces/group-part.ts';
import { PartPool } from '../../language-server/src/pieces/group-parts.ts';
import { GroupPiece } from '../../language-server/src/pieces/group-piece.ts';
import { PieceReader, type ReadPiece } from '../../language-server/src/pieces/piece-reader.ts';
import { type Child, PiecedFile } from '../../language-server/src/pieces/pieced-file.ts';
import { PiecesFactory } from '../../language-server/src/pieces/pieces-factory.ts';
import { FileDocuments } from '../../language-server/src/workspace/file-documents.ts';
import { keystrokes, steps } from './pieces/edits.ts';
import { EVERY_GROUP, GROUPS } from './pieces/long-groups.ts';
import { play } from './pieces/play.ts';
import { type Planted, Workspace } from './pieces/workspace.ts';

/** The comparison is worth something only if it finds faults. Each of these is one that is easily made. */
describe('the comparison with a fresh reading finds', () => {
  finds('pieces that are not moved when the text above them grows', () =>
    withFile(
      class extends PiecedFile {
        protected override settle(from: number): void {
          if (from === 0) super.settle(from);
        }
      },
    ),
  );

  finds('a piece before the edit that is taken to be as it was', () =>
    withFile(
      class extends PiecedFile {
        protected override cutAgain(changes: readonly ChangedRange[], text: EditedText): readonly Replacement[] {
          return super
            .cutAgain(changes, text)
            .map(({ from, to, pieces }) =>
              to - from > 1 ? { from: from + 1, to, pieces: pieces.slice(1) } : { from, to, pieces },
            );
        }
      },
    ),
  );

  finds('a boundary that is taken one piece too early', () =>
    withFile(
      class extends PiecedFile {
        protected override cutAgain(changes: readonly ChangedRange[], text: EditedText): readonly Replacement[] {
          return super
            .cutAgain(changes, text)
            .map(({ from, to, pieces }) =>
              to - from > 1 ? { from, to: to - 1, pieces: pieces.slice(0, -1) } : { from, to, pieces },
            );
        }
      },
    ),
  );

  finds('blocks that keep their index when one comes or goes', () =>
    withFile(
      class extends PiecedFile {
        protected override link(child: Child | undefined, property: string, index: number): void {
          if (child?.$containerIndex === undefined || child.$containerIndex === 0) super.link(child, property, index);
        }
      },
    ),
  );

  finds('a name that stays when its declaration goes', () =>
    withFile(
      class extends PiecedFile {
        constructor(text: EditedText, reader: PieceReader) {
          super(text, reader);
          this.names.remove = () => {};
        }
      },
    ),
  );

  finds('of two declarations of a name the one that was read last', () =>
    withFile(
      class extends PiecedFile {
        constructor(text: EditedText, reader: PieceReader) {
          super(text, reader);
          const { add, remove } = this.names;
          this.names.add = (blocks) => {
            for (const { $type, name } of declarationsIn(blocks)) {
              const known = [...declarationsIn(this.file.blocks)].filter(
                (one) => one.$type === $type && one.name === name,
              );
              remove.call(
                this.names,
                known.map((one) => one as never),
              );
            }
            add.call(this.names, blocks);
          };
        }
      },
    ),
  );

  finds('uses that stay when their piece goes', () =>
    withFile(
      class extends PiecedFile {
        constructor(text: EditedText, reader: PieceReader) {
          super(text, reader);
          this.usedNames.remove = () => {};
        }
      },
    ),
  );

  finds('uses in new pieces that nobody notes', () =>
    withFile(
      class extends PiecedFile {
        constructor(text: EditedText, reader: PieceReader) {
          super(text, reader);
          this.usedNames.add = () => {};
        }
      },
    ),
  );

  finds('references that keep what they stood for first', () => ({
    failback: { references: { Linker: (services: FailbackServices) => new RememberingLinker(services) } },
  }));

  finds('imports that are followed once only', () => ({
    shared: { workspace: { LangiumDocuments: (services: never) => new ForgetfulDocuments(services) } },
  }));

  finds('a change that is not told to the reader', () => ({
    texts: {
      ...editedTexts,
      update(text, changes, version) {
        const next = editedTexts.update(text, changes, version) as EditedText;
        const { changesSince } = next;
        next.changesSince = (old) => changesSince.call(next, old).slice(0, 1);
        return next;
      },
    },
  }));

  finds('one piece that stands in two places', () => ({
    failback: {
      pieces: {
        Reader: (services: FailbackServices) => new RecognizingReader(services),
      },
    },
  }));
});

const soundWorkspace = new Workspace(EVERY_GROUP);

/** The same for groups that are read part by part. */
describe('in a group it finds', () => {
  const { withParts } = GroupPiece.prototype;
  const { take } = PartPool.prototype;
  const { parts } = PieceReader.prototype;
  const { removeEach, addEach } = FileNames.prototype;
  const given = new Map<string, GroupPart>();

  findsInGroups('parts that stay where they were read', GroupPiece.prototype, 'settle', () => {});
  findsInGroups(
    'a part that goes with the one above it',
    GroupPiece.prototype,
    'withParts',
    function (this: GroupPiece, from, to, came) {
      return withParts.call(this, from, Math.min(this.parts.length, to + 1), came);
    },
  );
  findsInGroups('one part that stands in two places', PartPool.prototype, 'take', function (this: PartPool, source) {
    const part = take.call(this, source) ?? given.get(source);
    if (part !== undefined) given.set(source, part);
    return part;
  });
  findsInGroups(
    'a part that is taken to be as it was',
    PieceReader.prototype,
    'parts',
    function (this: PieceReader, sources, before) {
      const taken = sources.map((source, index) =>
        before[index]?.source.length === source.length ? before[index].source : source,
      );
      return parts.call(this, taken, before);
    },
  );
  findsInGroups(
    'a name that stays when its part goes',
    FileNames.prototype,
    'removeEach',
    function (this: FileNames, declarations) {
      removeEach.call(this, Array.isArray(declarations) ? declarations.slice(0, 1) : declarations);
    },
  );
  findsInGroups(
    'a name in a new part that nobody notes',
    FileNames.prototype,
    'addEach',
    function (this: FileNames, declarations) {
      addEach.call(this, Array.isArray(declarations) ? declarations.slice(0, 1) : declarations);
    },
  );
});

function findsInGroups<T extends object, K extends keyof T & string>(
  what: string,
  owner: T,
  method: K,
  fault: T[K],
): void {
  test(what, async () => {
    const sound = owner[method];
    const faulty = new Workspace(EVERY_GROUP);
    const put = (value: T[K]) => Object.assign(owner, { [method]: value });
    // The files for comparison are read by the same classes, so a fault is there only while an edit is read.
    const change = faulty.change.bind(faulty);
    faulty.change = async (...given) => {
      put(fault);
      await change(...given).finally(() => put(sound));
    };
    await assert.rejects(
      fc.assert(
        fc.asyncProperty(keystrokes(2), (played) => play(played, faulty, GROUPS, soundWorkspace)),
        { seed: 1, numRuns: 200, endOnFailure: true },
      ),
      /Property failed/,
    );
  });
}

function finds(what: string, planted: () => Planted): void {
  test(what, async () => {
    const faulty = new Workspace(planted());
    await assert.rejects(
      fc.assert(
        fc.asyncProperty(steps(3), (played) => play(played, faulty)),
        { seed: 1, numRuns: 150, endOnFailure: true },
      ),
      /Property failed/,
    );
  });
}

function withFile(File: new (text: EditedText, reader: PieceReader) => PiecedFile): Planted {
  class Factory extends PiecesFactory {
    protected override open(text: EditedText, reader: PieceReader): PiecedFile {
      return new File(text, reader);
    }
  }
  return { shared: { workspace: { LangiumDocumentFactory: (services: never) => new Factory(services) } } };
}

class RememberingLinker extends NameLinker {
  override buildReference(node: AstNode, property: string, refNode: CstNode | undefined, refText: string): Reference {
    const reference = super.buildReference(node, property, refNode, refText);
    const look = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(reference), 'ref')?.get;
    let first: AstNode | undefined;
    Object.defineProperty(reference, 'ref', {
      get: () => {
        first ??= look?.call(reference) as AstNode | undefined;
        return first;
      },
    });
    return reference;
  }
}

class ForgetfulDocuments extends FileDocuments {
  override importsChanged(): void {
    if (this.all.some((document) => document.uri.path.endsWith('c.failback'))) return;
    super.importsChanged();
  }
}

/** Gives one piece for two places that have the same text. */
class RecognizingReader extends PieceReader {
  readonly #read = new Map<string, ReadPiece>();

  override read(source: string): ReadPiece {
    const known = this.#read.get(source) ?? super.read(source);
    this.#read.set(source, known);
    return known;
  }
}
