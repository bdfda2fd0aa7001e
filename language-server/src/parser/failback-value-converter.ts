import { type CstNode, DefaultValueConverter, type GrammarAST, type ValueType } from 'langium';

/** Takes the quotes off a text and the colon off a key; everything else stays as it was written. */
export class FailbackValueConverter extends DefaultValueConverter {
  protected override runConverter(rule: GrammarAST.AbstractRule, input: string, cstNode: CstNode): ValueType {
    switch (rule.name) {
      case 'STRING':
        return unquoted(input);
      case 'KEY':
        return input.slice(0, -1);
      case 'WORD':
      case 'NUMBER':
      case 'QUANTITY':
        return input;
      default:
        return super.runConverter(rule, input, cstNode);
    }
  }
}

function unquoted(text: string): string {
  return text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text.slice(1);
}
