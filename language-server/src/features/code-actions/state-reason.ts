import type { LangiumDocument } from 'langium';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { sameName } from '../../../../core/inventory/world.ts';
import type { Finding } from '../../../../core/rules/assessment.ts';
import { ruleCalled } from '../../../../core/rules/explain.ts';
import { isAcceptable, isAttestable } from '../../../../core/rules/statements.ts';
import type { Runbook } from '../../../../core/runbook/runbook.ts';
import { type File, isAccept, isAttest, isRunbook } from '../../generated/ast.ts';
import type { Analysis } from '../../workspace/runbook-analysis.ts';
import { editAt } from './edits.ts';

interface Services {
  readonly documents: { readonly all: Iterable<LangiumDocument> };
  readonly analysisOf: (document: LangiumDocument) => Analysis | undefined;
  readonly now: () => Date;
}

/** How long a statement holds that nobody thought about longer. */
const DAYS = 30;
/** Of facts that are told together, as many are offered. */
const MOST = 5;

/** Findings by where they begin, each with the runbook that they are about. */
export interface FindingsOfFile {
  readonly runbook: Runbook;
  readonly at: ReadonlyMap<string, readonly Finding[]>;
}

/** All findings of a file. They are gathered anew each time, so whoever asks about several diagnostics asks once. */
export function findingsOfFile(document: LangiumDocument, { analysisOf }: Services): FindingsOfFile | undefined {
  const analysis = analysisOf(document);
  const runbook = analysis?.lowered.runbook;
  if (runbook === undefined) return undefined;
  const uri = document.uri.toString();
  const here = (analysis?.assessment?.findings ?? []).filter(({ at }) => at.uri === uri);
  return { runbook, at: Map.groupBy(here, ({ at }) => placeKey(at.start)) };
}

/** Takes a finding as a risk, or states a fact that nobody captured: for rules where that is possible, with a reason to fill in. */
export function stateReason(
  diagnostic: Diagnostic,
  findings: FindingsOfFile | undefined,
  services: Services,
): CodeAction[] {
  if (findings === undefined) return [];
  return findingsAt(diagnostic, findings)
    .slice(0, MOST)
    .flatMap((finding): CodeAction[] => {
      const word = wordFor(finding);
      const edit = word && statement(word, finding, findings.runbook, services);
      if (word === undefined || edit === undefined) return [];
      const { code, subject } = finding;
      const what =
        word === 'accept'
          ? `Accept the risk of ${code} for '${subject}'`
          : `Attest that ${code} does not apply to '${subject}'`;
      return [{ title: `${what}: ${finding.title}`, kind: 'quickfix', diagnostics: [diagnostic], edit }];
    });
}

function wordFor({ code, standing }: Finding): 'accept' | 'attest' | undefined {
  const rule = ruleCalled(code);
  if (rule === undefined || standing === 'accepted') return undefined;
  if (standing === 'broken') return isAcceptable(rule) ? 'accept' : undefined;
  return isAttestable(rule) ? 'attest' : undefined;
}

/** A diagnostic tells of one finding, or of all that is unknown at its place. */
function findingsAt({ code, range }: Diagnostic, { at }: FindingsOfFile): readonly Finding[] {
  const here = at.get(placeKey(range.start)) ?? [];
  if (code === 'unknown-facts') return here.filter(({ standing }) => standing === 'unknown');
  return here.filter((one) => one.code === code).slice(0, 1);
}

function placeKey({ line, character }: Diagnostic['range']['start']): string {
  return `${line}:${character}`;
}

/** Behind the statements that are there, else before the end of the runbook's block. */
function statement(
  word: 'accept' | 'attest',
  { code, subject }: Finding,
  runbook: Runbook,
  { documents, now }: Services,
) {
  const { uri } = runbook.at;
  const document = [...documents.all].find((one) => one.uri.toString() === uri);
  const block = (document?.parseResult.value as File | undefined)?.blocks.find(isRunbook);
  const end = block?.$cstNode?.range.end;
  if (block === undefined || end === undefined) return undefined;
  const until = new Date(now().getTime() + DAYS * 86_400_000).toISOString().slice(0, 10);
  const machine = runbook.machines.find(({ name }) => sameName(name, subject));
  const lines = [
    `  ${word} {`,
    `    rule: ${code}`,
    ...(machine === undefined ? [] : [`    machines: ${machine.name}`]),
    `    because: "${word === 'accept' ? 'why this is a risk to take' : 'what you saw, and where'}"`,
    `    by: ${runbook.people[0]?.name ?? 'somebody'}`,
    `    until: ${until}`,
    '  }',
  ].join('\n');
  const statements = block.settings.filter((part) => isAccept(part) || isAttest(part));
  const last = statements.at(-1) ?? block.settings.findLast(({ $type }) => $type.endsWith('Setting'));
  const behind = last?.$cstNode?.range.end;
  if (behind !== undefined)
    return editAt(uri, { start: behind, end: behind }, `\n${statements.length === 0 ? '\n' : ''}${lines}`);
  const place = { line: end.line, character: Math.max(0, end.character - 1) };
  return editAt(uri, { start: place, end: place }, `\n${lines}\n`);
}
