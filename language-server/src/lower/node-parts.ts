import { GrammarAST } from 'langium';
import { FailbackGrammar } from '../generated/grammar.ts';

let parts: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * The properties of a type of node that hold a node or several, as the grammar has it: whoever walks hundreds of thousands of
 * nodes need not look at each of their properties.
 */
export function partsOfType(type: string): readonly string[] {
  parts ??= readParts();
  return parts.get(type) ?? NONE;
}

const NONE: readonly string[] = [];

function readParts(): ReadonlyMap<string, readonly string[]> {
  const rules = FailbackGrammar().rules.filter(GrammarAST.isParserRule);
  const ofNodes = new Set(rules.filter(({ dataType }) => dataType === undefined).map(({ name }) => name));
  return new Map(
    rules.map(({ name, definition }) => {
      const holding = elementsIn(definition)
        .filter(GrammarAST.isAssignment)
        .filter(({ terminal }) => rulesCalledIn(terminal).some((rule) => ofNodes.has(rule)))
        .map(({ feature }) => feature);
      return [name, [...new Set(holding)]];
    }),
  );
}

function rulesCalledIn(terminal: GrammarAST.AbstractElement): string[] {
  return elementsIn(terminal)
    .filter(GrammarAST.isRuleCall)
    .map(({ rule }) => rule.$refText);
}

function elementsIn(element: GrammarAST.AbstractElement): GrammarAST.AbstractElement[] {
  if (GrammarAST.isGroup(element) || GrammarAST.isAlternatives(element))
    return [element, ...element.elements.flatMap(elementsIn)];
  return [element];
}
