import { showControls } from '../show-controls.ts';
import type { Plan, PlanStep } from './plan.ts';
import { counted } from './readable.ts';

/** Above this many machines a node for each step would be a wall, so a wave's machines share theirs. */
const mostMachines = 12;

/** Above this many nodes or arrows a picture tells nothing, and Mermaid refuses to draw it. */
const mostNodes = 80;
const mostArrows = 400;

/** What a node stands for: one step, all machines' steps of a kind in a wave, or a whole wave. */
type Grain = 'step' | 'kind' | 'wave';

interface Node {
  readonly id: string;
  readonly first: PlanStep;
  count: number;
  irreversible: boolean;
  critical: boolean;
}

/**
 * The plan as a Mermaid flowchart, for a change ticket or a review: a box for each wave, rounded gates, points of no
 * return in red, the longest way thick. As fine as can be read; a plan of ten thousand machines is drawn wave by wave.
 * An overview has no node for a single machine's step: two of them are compared at a glance.
 * @source https://mermaid.js.org/syntax/flowchart.html
 */
export function renderPlanMermaid(plan: Plan, detail: 'steps' | 'overview' = 'steps'): string {
  const finest =
    detail === 'overview' || plan.machines.length > mostMachines
      ? (['kind', 'wave'] as const)
      : (['step', 'kind', 'wave'] as const);
  for (const grain of finest) {
    const drawn = draw(plan, grain);
    if (drawn !== undefined) return drawn;
  }
  return `flowchart LR\n  all["${counted(plan.waves.length, 'wave')}, too many to draw"]\n`;
}

function draw(plan: Plan, grain: Grain): string | undefined {
  const { nodes, nodeOf } = nodesOf(plan, grain);
  const arrows = drawArrows(plan, nodeOf);
  if (grain !== 'step' && (nodes.length > mostNodes || arrows.length > mostArrows)) return undefined;
  const byWave = Map.groupBy(nodes, ({ first }) => first.wave ?? '');
  const lines = [...byWave].flatMap(([wave, members], index) => {
    const drawn = members.map((node) => drawNode(node, grain));
    return wave === '' || grain === 'wave'
      ? drawn
      : [`  subgraph w${index} ["${label(`wave ${wave}`)}"]`, ...drawn.map((line) => `  ${line}`), '  end'];
  });
  const classes = [
    '  classDef irreversible stroke:#b42318,stroke-width:2px',
    '  classDef critical stroke-width:4px',
    '  classDef criticalIrreversible stroke:#b42318,stroke-width:4px',
  ];
  return `${['flowchart LR', ...lines, ...arrows, ...classes, ''].join('\n')}`;
}

function nodesOf({ steps, criticalPath }: Plan, grain: Grain) {
  const onPath = new Set(criticalPath);
  const nodes = new Map<string, Node>();
  const nodeOf = new Map<string, string>();
  for (const step of steps) {
    const key = keyOf(step, grain);
    const made = { id: `s${nodes.size}`, first: step, count: 0, irreversible: false, critical: false };
    const node = nodes.get(key) ?? made;
    node.count += 1;
    node.irreversible ||= step.irreversible !== null;
    node.critical ||= onPath.has(step.id);
    nodes.set(key, node);
    nodeOf.set(step.id, node.id);
  }
  return { nodes: [...nodes.values()], nodeOf };
}

function keyOf({ id, wave, machine, kind }: PlanStep, grain: Grain): string {
  if (grain === 'wave' && wave !== null) return `wave ${wave}`;
  return grain !== 'step' && machine !== null ? `${wave}/${kind}` : id;
}

function drawNode({ id, first, count, irreversible, critical }: Node, grain: Grain): string {
  const whole = grain === 'wave' && first.wave !== null ? `wave ${first.wave}` : undefined;
  const text = label(whole ?? (count === 1 ? first.title : `${first.kind} ×${count}`));
  const isGate = first.kind === 'approve' || first.kind === 'ask' || first.kind === 'backup';
  const shape = isGate && whole === undefined ? `(["${text}"])` : `["${text}"]`;
  const kind = critical ? (irreversible ? 'criticalIrreversible' : 'critical') : irreversible ? 'irreversible' : '';
  return `  ${id}${shape}${kind === '' ? '' : `:::${kind}`}`;
}

function drawArrows({ steps }: Plan, nodeOf: ReadonlyMap<string, string>): string[] {
  const arrows = new Set<string>();
  for (const step of steps) {
    for (const before of step.waitsFor) {
      const [from, to] = [nodeOf.get(before), nodeOf.get(step.id)];
      if (from !== undefined && to !== undefined && from !== to) arrows.add(`  ${from} --> ${to}`);
    }
  }
  return [...arrows];
}

/** Mermaid reads `#…;` as an entity, and quotes end a label. */
function label(text: string): string {
  return showControls(text).replace(/[#"<>&;[\]{}|`]/g, (character) => `#${character.charCodeAt(0)};`);
}
