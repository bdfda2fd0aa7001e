import type { Plan, PlanStep } from '../../core/plan/plan.ts';

/** Above this many machines a node for each step would be a wall, so a wave's machines share theirs. */
const mostMachines = 12;

/**
 * The plan as a Mermaid flowchart, for a change ticket: a box for each wave, rounded gates, points of no return marked.
 * @source https://mermaid.js.org/syntax/flowchart.html
 */
export function renderPlanMermaid(plan: Plan): string {
  const grouped = plan.machines.length > mostMachines;
  const nodes = new Map<string, { readonly id: string; readonly first: PlanStep; count: number }>();
  const nodeOf = new Map<string, string>();
  for (const step of plan.steps) {
    const key = grouped && step.machine !== null ? `${step.wave}/${step.kind}` : step.id;
    const node = nodes.get(key) ?? { id: `s${nodes.size}`, first: step, count: 0 };
    node.count += 1;
    nodes.set(key, node);
    nodeOf.set(step.id, node.id);
  }
  const byWave = Map.groupBy(nodes.values(), ({ first }) => first.wave ?? '');
  const lines = [...byWave].flatMap(([wave, members], index) => {
    const drawn = members.map((node) => drawNode(node));
    return wave === ''
      ? drawn
      : [`  subgraph w${index} ["${label(`wave ${wave}`)}"]`, ...drawn.map((line) => `  ${line}`), '  end'];
  });
  return `${['flowchart LR', ...lines, ...drawEdges(plan, nodeOf), '  classDef irreversible stroke:#b42318,stroke-width:2px', ''].join('\n')}`;
}

function drawNode({
  id,
  first,
  count,
}: {
  readonly id: string;
  readonly first: PlanStep;
  readonly count: number;
}): string {
  const text = label(count === 1 ? first.title : `${first.kind} ×${count}`);
  const isGate = first.kind === 'approve' || first.kind === 'ask' || first.kind === 'backup';
  const shape = isGate ? `([“${text}”])`.replace('“', '"').replace('”', '"') : `["${text}"]`;
  return `  ${id}${shape}${first.irreversible === null ? '' : ':::irreversible'}`;
}

function drawEdges({ steps }: Plan, nodeOf: ReadonlyMap<string, string>): string[] {
  const edges = new Set<string>();
  for (const step of steps) {
    for (const before of step.waitsFor) {
      const [from, to] = [nodeOf.get(before), nodeOf.get(step.id)];
      if (from !== undefined && to !== undefined && from !== to) edges.add(`  ${from} --> ${to}`);
    }
  }
  return [...edges];
}

/** Mermaid reads `#…;` as an entity, and quotes end a label. */
function label(text: string): string {
  return text.replace(/[#"<>&;[\]{}|`\n\r]/g, (character) => `#${character.charCodeAt(0)};`);
}
