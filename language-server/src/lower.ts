import type { LangiumDocument } from 'langium';
import type { File } from './generated/ast.ts';
import { KeptLowering, type LoweringServices } from './lower/kept-lowering.ts';
import type { Lowered } from './lower/kept-result.ts';

export type { LoweringServices } from './lower/kept-lowering.ts';
export type { Lowered } from './lower/kept-result.ts';

/**
 * Makes the runbook of a file and what it imports (`files`, the file itself first).
 *
 * Here the text is judged for the last time: what is incomplete or wrong is told as a problem and left out, so nothing
 * that reads the runbook checks its shape again. Whoever lowers the same texts again and again keeps a `KeptLowering`.
 */
export function lower(files: readonly LangiumDocument<File>[], services: LoweringServices): Lowered {
  return new KeptLowering(services).lower(files);
}
