import type { Located } from '../../../core/runbook/source.ts';
import type { Lowering } from './lowering.ts';
import type { ReferenceNode } from './names-used.ts';
import { located, placeOf } from './places.ts';

/** The object that a reference names. Unresolved names are told by `check-references.ts`, once for each place. */
export function targetOf<T>(lowering: Lowering, node: ReferenceNode | undefined): Located<T> | undefined {
  const made = lowering.valueOf<T>(node);
  return node === undefined || made === undefined ? undefined : located(made, placeOf(node));
}

export function targetOfSetting<T>(
  lowering: Lowering,
  setting: { readonly value?: ReferenceNode } | undefined,
): Located<T> | undefined {
  return targetOf(lowering, setting?.value);
}

export function targetsOf<T>(lowering: Lowering, nodes: readonly ReferenceNode[] | undefined): readonly Located<T>[] {
  return (nodes ?? []).flatMap((node) => targetOf<T>(lowering, node) ?? []);
}
