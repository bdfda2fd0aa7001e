import { childrenOf, type NodePattern, type Pattern, type TreeShape, type ValuePattern } from './pattern.ts';
import { boundsOf } from './tree-shape.ts';

/** Where the braces of a group stand in its concrete tree. */
export interface GroupBraces {
  /** Holds the braces, and between them what stands in the group. */
  readonly holder: number;
  readonly opening: number;
  readonly closing: number;
}

/** The group, if a text was read as one group and nothing else. */
const GROUP = 1;

/** Undefined where a text is something else than one group, or its braces do not hold all of its body. */
export function bracesIn({ nodes, shape }: Pattern): GroupBraces | undefined {
  const [file, group] = nodes;
  const others = nodes.some(({ parent }, index) => parent === 0 && index > GROUP);
  if (file === undefined || group?.type !== 'VmGroup' || others) return undefined;
  for (let holder = group.at; holder >= 0 && !isLeaf(shape, holder); holder = holder + 1) {
    const children = childrenOf(shape, holder);
    const opening = children.find((child) => shape.types[child]?.name === '{');
    if (opening === undefined) continue;
    const closing = children.at(-1) ?? -1;
    return shape.types[closing]?.name === '}' ? { holder, opening, closing } : undefined;
  }
  return undefined;
}

const bodies = new WeakMap<Pattern, Pattern>();

/** What stands between the braces of a group, as a pattern of its own. Its tokens are those of the group. */
export function bodyOf(pattern: Pattern, braces: GroupBraces): Pattern {
  const known = bodies.get(pattern);
  if (known !== undefined) return known;
  const { holder, opening, closing } = braces;
  const { shape, nodes, places } = pattern;
  const within = <T>(of: readonly T[]): readonly T[] => of.slice(opening, closing);
  const numbers = (of: Int32Array, told: (number: number, at: number) => number): Int32Array =>
    of.slice(opening, closing).map(told);
  const ends = numbers(shape.ends, (end, at) => (at === 0 ? closing : end) - opening);
  const tokens = numbers(shape.tokens, (token, at) => (at === 0 ? -1 : token));
  const sources = within(shape.sources);
  const body: Pattern = {
    shape: {
      ...boundsOf({ ends, tokens, sources }),
      ends,
      tokens,
      sources,
      parents: numbers(shape.parents, (parent, at) => (at === 0 ? -1 : parent === holder ? 0 : parent - opening)),
      types: within(shape.types).map((type, at) => (at === 0 ? undefined : type)),
      owners: numbers(shape.owners, (owner) => Math.max(-1, owner - GROUP)),
    },
    nodes: nodes.slice(GROUP).map((node) => movedNode(node, opening)),
    places,
  };
  bodies.set(pattern, body);
  return body;
}

/** A node of a group's body by its place in the body. */
function movedNode(node: NodePattern, by: number): NodePattern {
  const isGroup = node.parent === 0;
  const fields = node.fields.map(({ name, value }) => ({ name, value: movedValue(value, by) }));
  return {
    ...node,
    at: Math.max(-1, node.at - by),
    parent: Math.max(0, node.parent - GROUP),
    fields: isGroup ? fields.filter(({ value }) => value.kind === 'list') : fields,
  };
}

function movedValue(value: ValuePattern, by: number): ValuePattern {
  switch (value.kind) {
    case 'node':
      return { ...value, node: value.node - GROUP };
    case 'list':
      return { ...value, items: value.items.map((item) => movedValue(item, by)) };
    case 'name':
      return { ...value, at: value.at - by };
    case 'constant':
    case 'text':
      return value;
  }
}

function isLeaf({ tokens }: TreeShape, at: number): boolean {
  return (tokens[at] ?? -1) >= 0;
}
