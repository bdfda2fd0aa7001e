import { type CstNode, DefaultValueConverter, type GrammarAST, type ValueType } from 'langium';

/** How many characters stand around what a token says, by its rule: the quotes of a text, the colon of a key. */
export const AROUND: ReadonlyMap<string, readonly [before: number, after: number]> = new Map([
  ['STRING', [1, 1]],
  ['KEY', [0, 1]],
  ['WORD', [0, 0]],
  ['NUMBER', [0, 0]],
  ['QUANTITY', [0, 0]],
  ['DATE', [0, 0]],
  ['DATE_TIME', [0, 0]],
]);

/** Takes the quotes off a text and the colon off a key; everything else stays as it was written. */
export class FailbackValueConverter extends DefaultValueConverter {
  protected override runConverter(rule: GrammarAST.AbstractRule, input: string, cstNode: CstNode): ValueType {
    const around = AROUND.get(rule.name);
    if (around === undefined) return super.runConverter(rule, input, cstNode);
    const [before, after] = rule.name === 'STRING' && !isClosed(input) ? [1, 0] : around;
    return input.slice(before, input.length - after);
  }
}

function isClosed(text: string): boolean {
  return text.endsWith('"') && text.length > 1;
}
