import type { AstNode, CstNode, LangiumDocument, References } from 'langium';
import type { HoverProvider } from 'langium/lsp';
import type { Hover, HoverParams } from 'vscode-languageserver';
import { explainRule } from '../../../core/rules/explain.ts';
import type { DocumentationLines } from '../documentation-lines.ts';
import { isFact, isStray, isWave } from '../generated/ast.ts';
import { firstLeafOf } from '../lower/leaves.ts';
import { namespaceOf, wordFor } from '../names/namespaces.ts';
import { documentationOf } from '../vocabulary/documentation.ts';
import { languageOutline } from '../vocabulary/outline.ts';
import type { RunbookAnalysis } from '../workspace/runbook-analysis.ts';
import { analysisOf } from './analysis-of.ts';
import { leafAt } from './place/elements.ts';
import type { PlanAtHand } from './plan-at-hand.ts';
import { machineWay, waveWork } from './plan-figures.ts';
import { summaryOf } from './summary.ts';

interface HoverServices {
  readonly references: References;
  readonly comments: DocumentationLines;
  readonly analysis: RunbookAnalysis;
  readonly plans: PlanAtHand;
  readonly now: () => Date;
}

/** What a word means: a rule by its code, a name by what it stands for, any other word by its documentation. */
export class FailbackHover implements HoverProvider {
  readonly #services: () => HoverServices;

  constructor(services: () => HoverServices) {
    this.#services = services;
  }

  getHoverContent(document: LangiumDocument, params: HoverParams): Hover | undefined {
    const leaf = leafAt(document, params.position);
    if (leaf === undefined) return undefined;
    const value = this.#content(leaf, document);
    return value === undefined ? undefined : { contents: { kind: 'markdown', value }, range: leaf.range };
  }

  #content(leaf: CstNode, document: LangiumDocument): string | undefined {
    if (/^FB\d{3}$/i.test(leaf.text)) return explainRule(leaf.text.toUpperCase());
    const node = leaf.astNode;
    if (isStray(node)) return undefined;
    const [declaration] = this.#services().references.findDeclarations(leaf);
    if (declaration !== undefined && namespaceOf(declaration.$type) !== undefined)
      return this.#declaration(declaration, document);
    return wordContent(leaf, node);
  }

  #declaration(node: AstNode, document: LangiumDocument): string {
    const { comments, analysis, plans, now } = this.#services();
    const name = (node as { name?: string }).name ?? '';
    const facts = analysisOf(document, analysis);
    const plan = /^(Vm|Member|Wave)$/.test(node.$type) ? plans.of(facts) : undefined;
    return [
      `**${wordFor(node)}** \`${name}\``,
      comments.getComment(node),
      summaryOf(node.$type, name, facts, now()),
      plan && (isWave(node) ? waveWork(plan, name) : machineWay(plan, name)),
    ]
      .filter((part) => part !== undefined && part !== '')
      .join('\n\n');
  }
}

function wordContent(leaf: CstNode, node: AstNode): string | undefined {
  const first = firstLeafOf(node.$cstNode);
  if (isFact(node)) return undefined;
  if (leaf === first || leaf.text.endsWith(':')) return documentationOf(node.$type);
  const rule = choiceRuleOf(node);
  return rule === undefined ? undefined : documentationOf(rule, leaf.text);
}

/** The choice to which a word behind a key belongs. */
function choiceRuleOf(node: AstNode): string | undefined {
  if (node.$type === 'Moment') return 'StageWord';
  for (const block of languageOutline().values()) {
    for (const setting of block.settings.values()) {
      if (setting.rule === node.$type && setting.value.kind === 'choice') return setting.value.rule;
    }
  }
  return undefined;
}
