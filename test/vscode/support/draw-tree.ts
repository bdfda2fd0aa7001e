import type { RunsView } from '../../../extension/features/runs-view/runs-view.ts';

type Node = ReturnType<RunsView['getChildren']>[number];

/** The Runs view as text: label and description of each node, indented. `deep` unfolds machines too. */
export function drawTree(view: RunsView, { deep }: { readonly deep: boolean }): string {
  const lines: string[] = [];
  const draw = (nodes: readonly Node[], indent: string) => {
    for (const node of nodes) {
      const { label, description } = view.getTreeItem(node);
      lines.push(`${indent}${label}  ${description}`);
      if (deep || node.kind === 'run') draw(view.getChildren(node), `${indent}  `);
    }
  };
  draw(view.getChildren(), '');
  return lines.join('\n');
}
