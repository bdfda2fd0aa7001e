import type { AstNode } from 'langium';
import { childrenOf } from '../format/children-of.ts';
import { type ParsedSource, parseForFormatting } from '../format/parsed-source.ts';
import {
  isApp,
  isConsistencyGroup,
  isDefaults,
  isImport,
  isMachinesSetting,
  isRunbook,
  isVm,
  isVmGroup,
  isWave,
  type Member,
} from '../generated/ast.ts';
import { headOf, type Path, pathsWithin, subjectOf } from './flat-lines.ts';

/**
 * What a file says, line by line: each machine with the settings that count for it, in which wave it goes, each gate of each
 * wave. Formatting, the order of blocks and comments leave no trace, so two versions differ where they mean something else.
 * Names from other files stay names. A block that is broken is kept as it is written.
 */
export function speakText(text: string): string {
  const source = parseForFormatting(text);
  const whole = source.elements.filter(({ start, end }) => !source.isBroken(start, end)).map(({ node }) => node);
  const lines = [...machineLines(whole), ...memberLines(whole), ...whole.flatMap(otherLines)];
  const order = new Map(ORDER.map((word, at) => [word, at]));
  const rank = (line: string) => order.get(line.slice(0, line.indexOf(' '))) ?? ORDER.length;
  const sorted = lines.toSorted((one, other) => rank(one) - rank(other) || compare(block(one), block(other)));
  return [...sorted, ...brokenLines(source)].map((line) => `${line}\n`).join('');
}

/** The kinds of line in the order in which a failback goes; what stands at a site comes last. */
const ORDER = ['import', 'runbook', 'machine', 'app', 'consistency-group', 'wave', 'after-all'];

/** `machine erp-db` of `machine erp-db › datastore: ds-gold`: lines of one block keep their order. */
function block(line: string): string {
  return line.split(' › ', 1)[0] ?? line;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function machineLines(nodes: readonly AstNode[]): string[] {
  const defaults = nodes.filter(isDefaults).flatMap(pathsWithin);
  const one = (name: string, ...layers: readonly (readonly Path[])[]) =>
    layered([defaults, ...layers]).map((path) => line('machine', name, path));
  return nodes.flatMap((node) => {
    if (isVm(node)) return one(node.name, pathsWithin(node));
    if (isVmGroup(node))
      return node.members.flatMap((member: Member) => one(member.name, pathsWithin(node), pathsWithin(member)));
    return [];
  });
}

/** The nearest layer that says something of a subject says all of it. */
function layered(layers: readonly (readonly Path[])[]): readonly Path[] {
  const bySubject = new Map<string, readonly Path[]>();
  for (const layer of layers)
    for (const [subject, paths] of Map.groupBy(layer, subjectOf)) bySubject.set(subject, paths);
  return [...bySubject].toSorted(([one], [other]) => compare(one, other)).flatMap(([, paths]) => paths);
}

/** Which wave, app or group each machine is in; a group of machines stands for its members. */
function memberLines(nodes: readonly AstNode[]): string[] {
  const groups = new Map(
    nodes.filter(isVmGroup).map((group) => [group.name, group.members.map(({ name }: Member) => name)]),
  );
  return nodes.flatMap((node) => {
    if (!isWave(node) && !isApp(node) && !isConsistencyGroup(node)) return [];
    const kind = headOf(node);
    const named = childrenOf(node)
      .map((child) => child.node)
      .filter(isMachinesSetting)
      .flatMap(({ values }) => values.map(({ target }) => target?.$refText ?? ''));
    return named
      .flatMap((name) => groups.get(name) ?? [name])
      .toSorted(compare)
      .map((name) => `machine ${name} › in ${kind}`);
  });
}

function otherLines(node: AstNode): string[] {
  if (isDefaults(node) || isVm(node) || isVmGroup(node)) return [];
  if (isImport(node)) return [headOf(node)];
  const name = isRunbook(node) ? headOf(node).replace('runbook ', '') : headOf(node).replace(/^\S+ ?/, '');
  const kind = headOf(node).split(' ', 1)[0] ?? '';
  const paths = pathsWithin(node).filter(([first = '']) => isRunbook(node) || !first.startsWith('machines:'));
  const bySubject = Map.groupBy(paths, subjectOf);
  const sorted = [...bySubject].toSorted(([one], [other]) => compare(one, other)).flatMap(([, same]) => same);
  return sorted.length === 0 ? [headOf(node)] : sorted.map((path) => line(kind, name, path));
}

function line(kind: string, name: string, path: Path): string {
  return [`${kind} ${name}`.trimEnd(), ...path].join(' › ');
}

function brokenLines(source: ParsedSource): string[] {
  return source.elements
    .filter(({ start, end }) => source.isBroken(start, end))
    .flatMap(({ start, end }) => source.text.slice(start, end).split(/\r?\n/));
}
