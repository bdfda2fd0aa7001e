import type { Finding } from '../../core/rules/assessment.ts';
import { showControls } from '../../core/show-controls.ts';
import { nameOf } from '../read-runbook.ts';
import type { CheckedFile } from './checked-file.ts';

/**
 * JUnit XML, which pipelines show as tests: a suite for each file, a case for each rule and subject. What nobody has seen
 * is skipped, never passed.
 * @source https://github.com/testmoapp/junitxml (the form that readers agree on)
 */
export function renderCheckJunit(files: readonly CheckedFile[], cwd: string): string {
  const suites = files.map((file) => suite(file, cwd));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="failback">\n${suites.join('')}</testsuites>\n`;
}

function suite({ file, problems, assessment }: CheckedFile, cwd: string): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const findings = assessment?.findings ?? [];
  const settled = (assessment?.judgements ?? []).filter(
    ({ standing }) => standing === 'holds' || standing === 'attested',
  );
  const failures = findings.filter(isFailure);
  const skipped = findings.filter((finding) => !isFailure(finding));
  const cases = [
    ...errors.map(({ code, message, at }) =>
      testCase(
        file,
        `text: ${code}`,
        `<failure message="${attribute(message)}">${text(placed(message, at, cwd))}</failure>`,
      ),
    ),
    ...failures.map((finding) => testCase(file, nameFor(finding), failure(finding, cwd))),
    ...skipped.map((finding) => testCase(file, nameFor(finding), `<skipped message="${attribute(why(finding))}"/>`)),
    ...settled.map(({ code, subject }) => testCase(file, `${code} for ${subject}`, undefined)),
  ];
  const counts = `tests="${cases.length}" failures="${errors.length + failures.length}" skipped="${skipped.length}"`;
  return `  <testsuite name="${attribute(file)}" ${counts}>\n${cases.join('')}  </testsuite>\n`;
}

/** A warning is told; only what an author has to mend fails a build. */
function isFailure({ standing, severity }: Finding): boolean {
  return standing === 'broken' && severity === 'error';
}

function nameFor({ code, title, subject }: Finding): string {
  return `${code} ${title} for ${subject}`;
}

function failure({ message, remedy, at }: Finding, cwd: string): string {
  return `<failure message="${attribute(message)}">${text(placed(`${message}\n${remedy}`, at, cwd))}</failure>`;
}

function why({ standing, severity, message, acceptedBecause }: Finding): string {
  if (standing === 'accepted') return `accepted: ${acceptedBecause ?? ''}`;
  return standing === 'broken' ? `${severity}: ${message}` : `${standing}: ${message}`;
}

function placed(message: string, { uri, start }: Finding['at'], cwd: string): string {
  return `${nameOf(cwd, uri)}:${start.line + 1}:${start.character + 1}\n${message}`;
}

function testCase(file: string, name: string, inside: string | undefined): string {
  const head = `    <testcase classname="${attribute(file)}" name="${attribute(name)}"`;
  return inside === undefined ? `${head}/>\n` : `${head}>\n      ${inside}\n    </testcase>\n`;
}

/** XML 1.0 has no place for control characters, escaped or not, so they are shown. */
function text(raw: string): string {
  return raw
    .split('\n')
    .map(showControls)
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function attribute(raw: string): string {
  return text(raw).replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
}
