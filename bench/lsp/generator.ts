import { largeRunbook, type Mark, manyRunbooks } from './large-runbook.ts';

/** Runbooks as the bench of language servers wants its documents: one of `n` machines. */
export function generate(n: number) {
  const { text, site, inventory, marks } = largeRunbook(n, new Date());
  return {
    file: 'large.failback',
    text,
    marks: { ...marks, enum: marks.edit },
    extra: { 'large.site.failback': site, 'large.inventory.json': inventory },
  };
}

/** A workspace of `count` files with `per` machines or datastores each. */
export function workspace(count: number, per: number) {
  const { files, main, marks, declaration } = manyRunbooks(count, per);
  const cross: { readonly file: string; readonly def: Mark } = { file: declaration.file, def: declaration.mark };
  return { files, file: main, text: files[main] ?? '', marks, cross };
}
