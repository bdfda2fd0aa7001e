import type { Finding } from '../../core/rules/assessment.ts';
import type { SourceRange } from '../../core/runbook/source.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { nameOf } from '../read-runbook.ts';
import type { CheckedFile } from './checked-file.ts';

/**
 * Workflow commands, which GitHub shows beside the lines of a pull request.
 * @source https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function renderCheckGithub(files: readonly CheckedFile[], cwd: string): string {
  const lines = files.flatMap(({ problems, assessment }) => {
    const findings = assessment?.findings ?? [];
    const open = Map.groupBy(findings.filter(isOpen), ({ code, standing }) => `${code} ${standing}`);
    return [
      ...problems.map(({ at, severity, message }) => annotation(cwd, severity, at, 'Text', message)),
      ...findings
        .filter((finding) => !isOpen(finding))
        .map((finding) =>
          annotation(
            cwd,
            level(finding),
            finding.at,
            `${finding.code} ${finding.title}`,
            `${finding.message}\n${finding.remedy}`,
          ),
        ),
      ...[...open.values()].flatMap((group) => openNotice(cwd, group)),
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function isOpen({ standing }: Finding): boolean {
  return standing === 'unknown' || standing === 'declared';
}

/** GitHub shows ten notices at most, so a fact that is missing for every machine is one of them. */
function openNotice(cwd: string, group: readonly Finding[]): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const subjects = group
    .slice(0, 5)
    .map(({ subject }) => subject)
    .join(', ');
  const more = group.length > 5 ? ` and ${group.length - 5} more` : '';
  const title = `${first.code} ${first.title}: ${first.standing}`;
  return [annotation(cwd, 'notice', first.at, title, `For ${subjects}${more}.\n${first.message}\n${first.remedy}`)];
}

function level({ standing, severity }: Finding): string {
  if (standing !== 'broken') return 'notice';
  return severity === 'info' ? 'notice' : severity;
}

function annotation(
  cwd: string,
  kind: string,
  { uri, start, end }: SourceRange,
  title: string,
  message: string,
): string {
  const columns = start.line === end.line ? `,col=${start.character + 1},endColumn=${end.character}` : '';
  const place = `file=${property(nameOf(cwd, uri))},line=${start.line + 1},endLine=${end.line + 1}${columns}`;
  return `::${kind} ${place},title=${property(title)}::${data(message)}`;
}

/** What a name could do to a terminal that shows the log is taken out; what is a command's syntax is escaped. */
function data(text: string): string {
  return showControlsInLines(text.trim()).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
