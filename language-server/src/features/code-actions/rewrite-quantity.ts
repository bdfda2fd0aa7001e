import type { LangiumDocument } from 'langium';
import type { CodeAction, Position } from 'vscode-languageserver';
import { leafAt } from '../place/elements.ts';
import { editAt } from './edits.ts';

/** Units of one kind, each with how many of the smallest it holds; sizes in powers of 1,024, as vSphere and Azure show them. */
const FAMILIES: readonly (readonly (readonly [unit: string, holds: number])[])[] = [
  [
    ['s', 1],
    ['min', 60],
    ['h', 3600],
    ['d', 86_400],
  ],
  [
    ['MB', 1],
    ['GB', 1024],
    ['TB', 1024 ** 2],
  ],
  [
    ['kbps', 1],
    ['Mbps', 1000],
    ['Gbps', 1_000_000],
  ],
];

/** The same quantity in another unit, where it comes out even. */
export function rewriteQuantity(document: LangiumDocument, position: Position): CodeAction[] {
  const leaf = leafAt(document, position);
  const [, digits, unit] = /^([0-9]+)\s*([A-Za-z]+)$/.exec(leaf?.text ?? '') ?? [];
  if (leaf === undefined || digits === undefined || unit === undefined) return [];
  const family = FAMILIES.find((units) => units.some(([name]) => name === unit));
  const own = family?.find(([name]) => name === unit);
  if (family === undefined || own === undefined) return [];
  return family.flatMap(([name, holds]): CodeAction[] => {
    const count = (Number(digits) * own[1]) / holds;
    if (name === unit || !Number.isInteger(count) || count < 1 || count > 100_000) return [];
    const text = `${count} ${name}`;
    return [
      { title: `Write \`${text}\``, kind: 'refactor.rewrite', edit: editAt(document.uri.toString(), leaf.range, text) },
    ];
  });
}
